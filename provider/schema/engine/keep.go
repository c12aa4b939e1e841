//go:build js && wasm

package main

import (
	"slices"
	"strconv"

	"ariga.io/atlas/sql/schema"
)

// keepSkipped folds what must not be changed into the desired state. A filter on the changes alone protects little: SQLite rebuilds a
// table for most changes, and the rebuilt one follows the desired state to the letter; elsewhere an index or key goes with its column,
// and what is new can need a column or table that is not made.
func keepSkipped(from, to *schema.Realm, dialect string, skip []string) {
	if len(skip) == 0 {
		return
	}
	k := keeper{from: from, to: to, skip: skip, gone: map[*schema.Table][]string{}, unmade: map[[2]string]bool{}, unindexed: map[*schema.Table][]*schema.Index{}}
	k.mysql = dialect == "mysql" || dialect == "mariadb"
	k.keepTables()
	eachTablePair(from, to, k.keepTable)
	k.makeWhole()
}

// keeper changes the desired state. What it takes from the state that is there, it takes as it is: that is how it is known from what
// is wanted.
type keeper struct {
	from, to *schema.Realm
	skip     []string
	mysql    bool
	// gone are the columns that a table would have had.
	gone map[*schema.Table][]string
	// unmade are the tables that would have been, by schema and name.
	unmade map[[2]string]bool
	// unindexed are the indexes that a table would have had.
	unindexed map[*schema.Table][]*schema.Index
	// changed tells that something was put back or taken out since it was last looked at.
	changed bool
}

func (k *keeper) skips(kind string) bool {
	partly := kind != "add_schema" && kind != "add_table" && kind != "drop_table"
	return slices.Contains(k.skip, kind) || partly && slices.Contains(k.skip, "modify_table")
}

func (k *keeper) keepTables() {
	for _, ts := range k.to.Schemas {
		fs, found := k.from.Schema(ts.Name)
		if !found {
			fs = schema.New(ts.Name)
		}
		if k.skips("add_table") || !found && k.skips("add_schema") {
			ts.Tables = slices.DeleteFunc(ts.Tables, func(t *schema.Table) bool {
				_, found := fs.Table(t.Name)
				if !found {
					k.unmade[placeOfTable(t)] = true
				}
				return !found
			})
		}
		for _, t := range fs.Tables {
			if _, found := ts.Table(t.Name); !found && k.skips("drop_table") {
				ts.Tables = append(ts.Tables, t)
			}
		}
	}
	if k.skips("add_schema") {
		k.to.Schemas = slices.DeleteFunc(k.to.Schemas, func(s *schema.Schema) bool {
			_, found := k.from.Schema(s.Name)
			return !found
		})
	}
}

func placeOfTable(t *schema.Table) [2]string { return [2]string{t.Schema.Name, t.Name} }

func (k *keeper) keepTable(from, to *schema.Table) {
	if from == to {
		return
	}
	for _, c := range from.Columns {
		have, found := to.Column(c.Name)
		switch {
		case !found && k.skips("drop_column"):
			to.Columns = append(to.Columns, c)
		case found && k.skips("modify_column"):
			have.Type, have.Default, have.Attrs = c.Type, c.Default, c.Attrs
		}
	}
	if k.skips("add_column") {
		to.Columns = slices.DeleteFunc(to.Columns, func(c *schema.Column) bool {
			_, found := from.Column(c.Name)
			if !found {
				k.gone[to] = append(k.gone[to], c.Name)
			}
			return !found
		})
	}
	k.keepIndexes(from, to)
	k.keepKeys(from, to)
}

func (k *keeper) keepIndexes(from, to *schema.Table) {
	for _, i := range from.Indexes {
		at := slices.IndexFunc(to.Indexes, func(x *schema.Index) bool { return x.Name == i.Name })
		switch {
		case at < 0 && k.skips("drop_index"):
			to.Indexes = append(to.Indexes, i)
		case at >= 0 && k.skips("modify_index"):
			k.unindexed[to] = append(k.unindexed[to], to.Indexes[at])
			to.Indexes[at] = i
		}
	}
	if k.skips("add_index") {
		to.Indexes = slices.DeleteFunc(to.Indexes, func(i *schema.Index) bool {
			_, found := from.Index(i.Name)
			if !found {
				k.unindexed[to] = append(k.unindexed[to], i)
			}
			return !found
		})
	}
}

func (k *keeper) keepKeys(from, to *schema.Table) {
	if k.skips("add_foreign_key") {
		to.ForeignKeys = slices.DeleteFunc(to.ForeignKeys, func(f *schema.ForeignKey) bool {
			return keyLike(from, f) < 0
		})
	}
	for _, f := range from.ForeignKeys {
		at := keyLike(to, f)
		switch {
		case at < 0 && k.skips("drop_foreign_key"):
			for unnamed(f) && slices.ContainsFunc(to.ForeignKeys, func(x *schema.ForeignKey) bool { return x.Symbol == f.Symbol }) {
				f.Symbol += "0"
			}
			to.ForeignKeys = append(to.ForeignKeys, f)
		case at >= 0 && k.skips("modify_foreign_key"):
			to.ForeignKeys[at] = f
		}
	}
}

// keyLike finds the key of a table that another state has too. Those without a name, of SQLite, are told by what they are.
func keyLike(t *schema.Table, f *schema.ForeignKey) int {
	return slices.IndexFunc(t.ForeignKeys, func(x *schema.ForeignKey) bool {
		if !unnamed(x) || !unnamed(f) {
			return x.Symbol == f.Symbol
		}
		return x.RefTable.Name == f.RefTable.Name && slices.Equal(names(x.Columns), names(f.Columns)) &&
			slices.Equal(names(x.RefColumns), names(f.RefColumns))
	})
}

func unnamed(f *schema.ForeignKey) bool {
	_, err := strconv.Atoi(f.Symbol)
	return err == nil
}
