//go:build js && wasm

package main

import (
	"slices"

	"ariga.io/atlas/sql/schema"
)

// keepSkipped folds what must not be changed into the desired state. SQLite rebuilds a table for most changes, and the
// rebuilt table follows the desired state to the letter: a column that only a filter on the changes protects would be lost
// with any other change of its table.
func keepSkipped(from, to *schema.Realm, skip []string) {
	eachTablePair(from, to, func(ft, tt *schema.Table) { keepTable(ft, tt, skip) })
}

func keepTable(from, to *schema.Table, skip []string) {
	skips := func(kind string) bool { return slices.Contains(skip, kind) }
	for _, c := range from.Columns {
		have, found := to.Column(c.Name)
		switch {
		case !found && skips("drop_column"):
			to.Columns = append(to.Columns, c)
		case found && skips("modify_column"):
			have.Type, have.Default, have.Attrs = c.Type, c.Default, c.Attrs
		}
	}
	if skips("add_column") {
		to.Columns = slices.DeleteFunc(to.Columns, func(c *schema.Column) bool {
			_, found := from.Column(c.Name)
			return !found
		})
	}
	for _, i := range from.Indexes {
		at := slices.IndexFunc(to.Indexes, func(x *schema.Index) bool { return x.Name == i.Name })
		switch {
		case at < 0 && skips("drop_index"):
			to.Indexes = append(to.Indexes, i)
		case at >= 0 && skips("modify_index"):
			to.Indexes[at] = i
		}
	}
	for _, f := range from.ForeignKeys {
		at := slices.IndexFunc(to.ForeignKeys, func(x *schema.ForeignKey) bool { return x.Symbol == f.Symbol })
		switch {
		case at < 0 && skips("drop_foreign_key"):
			to.ForeignKeys = append(to.ForeignKeys, f)
		case at >= 0 && skips("modify_foreign_key"):
			to.ForeignKeys[at] = f
		}
	}
	if skips("add_index") {
		to.Indexes = slices.DeleteFunc(to.Indexes, func(i *schema.Index) bool {
			_, found := from.Index(i.Name)
			return !found
		})
	}
	if skips("add_foreign_key") {
		to.ForeignKeys = slices.DeleteFunc(to.ForeignKeys, func(f *schema.ForeignKey) bool {
			_, found := from.ForeignKey(f.Symbol)
			return !found
		})
	}
}
