//go:build js && wasm

package main

import (
	"slices"
	"strings"

	"ariga.io/atlas/sql/mysql"
	"ariga.io/atlas/sql/schema"
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
