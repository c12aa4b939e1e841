//go:build js && wasm

package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall/js"

	"ariga.io/atlas/sql/mysql"
	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlclient"
)

// withColumnExtras adds the changes of what the library reads and writes of columns of MySQL and MariaDB, but does not compare:
// AUTO_INCREMENT, and ON UPDATE of times.
func withColumnExtras(changes schema.Changes, from, to *schema.Realm, skip []string) schema.Changes {
	if slices.Contains(skip, "modify_column") || slices.Contains(skip, "modify_table") {
		return changes
	}
	eachPair(from, to, func(table *schema.Table, f, t *schema.Column) {
		if isNumbered(f) != isNumbered(t) || onUpdate(f) != onUpdate(t) {
			changes = withChange(changes, table, &schema.ModifyColumn{From: f, To: t, Change: schema.ChangeAttr})
		}
	})
	return changes
}

func isNumbered(c *schema.Column) bool {
	return attrOf[*mysql.AutoIncrement](c.Attrs) != nil
}

// onUpdate is what a column is set to with its row. Servers spell it with or without capitals and parentheses.
func onUpdate(c *schema.Column) string {
	if a := attrOf[*mysql.OnUpdate](c.Attrs); a != nil {
		return strings.TrimSuffix(strings.ToLower(a.A), "()")
	}
	return ""
}

// findZeros reports the columns that gain AUTO_INCREMENT while they have 0 in a row: MySQL and MariaDB give such rows another number.
func findZeros(ctx context.Context, c *sqlclient.Client, changes schema.Changes) (found []diagnostic, err error) {
	for t, m := range modifiedColumns(changes) {
		if isNumbered(m.From) || !isNumbered(m.To) {
			continue
		}
		what := "gives the row that has 0 in it another number"
		zero, err := hasZero(ctx, c, t, m.From)
		if isDenied(err) {
			what = "would give a row that has 0 in it another number, and whether there is one cannot be told without the right to SELECT"
		} else if err != nil {
			return nil, fmt.Errorf("looking for 0 in column %q of table %q: %w", m.From.Name, t.Name, err)
		}
		if zero || err != nil {
			found = append(found, diagnostic{
				Analyzer: "data_loss", Code: "DL102", Report: "changes that number rows anew detected",
				Text: fmt.Sprintf("Adding AUTO_INCREMENT to column %q of table %q %s", m.To.Name, t.Name, what),
			})
		}
	}
	return found, nil
}

// isDenied tells whether MySQL or MariaDB refused to read a table or column for lack of a right.
func isDenied(err error) bool {
	var host *hostError
	if !errors.As(err, &host) || host.value.Type() != js.TypeObject {
		return false
	}
	code := host.value.Get("databaseCode")
	return code.Type() == js.TypeString && slices.Contains([]string{"ER_TABLEACCESS_DENIED_ERROR", "ER_COLUMNACCESS_DENIED_ERROR"}, code.String())
}

func hasZero(ctx context.Context, c *sqlclient.Client, t *schema.Table, column *schema.Column) (bool, error) {
	quote := func(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }
	return scalar[bool](ctx, c, fmt.Sprintf("SELECT EXISTS (SELECT 1 FROM %s.%s WHERE %s = 0)",
		quote(t.Schema.Name), quote(t.Name), quote(column.Name)))
}
