//go:build js && wasm

package main

import (
	"fmt"
	"slices"
	"strings"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlite"
)

// keepRows fills a table of SQLite that is made anew and keeps none of its columns: the library copies columns, and without one the
// rows would be gone. They get the defaults of the new columns, as they do in other databases.
func keepRows(planned []*migrate.Change) []*migrate.Change {
	for i := len(planned) - 1; i >= 0; i-- {
		m, ok := planned[i].Source.(*schema.ModifyTable)
		if !ok || !strings.HasSuffix(planned[i].Comment, "without copying rows (no columns)") {
			continue
		}
		planned[i].Comment = fmt.Sprintf("drop %q table after copying rows", m.T.Name)
		planned = slices.Insert(planned, i, &migrate.Change{
			Cmd:     fmt.Sprintf("INSERT INTO `new_%s` (`%s`) SELECT NULL FROM `%s`", m.T.Name, fillable(m.T), m.T.Name),
			Comment: fmt.Sprintf("keep the rows of table %q, none of whose columns stays", m.T.Name),
		})
	}
	return planned
}

// fillable is a column that a row is made with: its number, which SQLite gives, or the first of a key that has to have a value.
func fillable(t *schema.Table) string {
	if attrOf[*sqlite.WithoutRowID](t.Attrs) != nil && t.PrimaryKey != nil {
		return t.PrimaryKey.Parts[0].C.Name
	}
	number := "rowid"
	for _, alias := range []string{"oid", "_rowid_"} {
		if slices.ContainsFunc(t.Columns, func(c *schema.Column) bool { return asciiFold(c.Name, number) }) {
			number = alias
		}
	}
	return number
}
