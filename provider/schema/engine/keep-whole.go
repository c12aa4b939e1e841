//go:build js && wasm

package main

import (
	"regexp"
	"slices"

	"ariga.io/atlas/sql/postgres"
	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlite"
)

// makeWhole puts back what the kept parts of tables need, and takes out the new ones that need what is not made, until nothing is
// missing.
func (k *keeper) makeWhole() {
	for k.changed = true; k.changed; {
		k.changed = false
		for _, s := range k.to.Schemas {
			for _, to := range s.Tables {
				from, ok := tableOfName(k.from, to)
				if !ok {
					from = schema.NewTable(to.Name)
				}
				k.wholeIndexes(from, to)
				k.wholeKeys(from, to)
				k.wholeKey(from, to)
				k.wholeChecks(from, to)
				k.wholeTypes(from, to)
			}
		}
	}
}

// needColumns tells whether a table has the columns that a part of it needs. Those of a kept part are put back.
func (k *keeper) needColumns(from, to *schema.Table, kept bool, needed []string) bool {
	if !kept {
		return !slices.ContainsFunc(needed, func(name string) bool { return slices.Contains(k.gone[to], name) })
	}
	for _, name := range needed {
		there, isThere := from.Column(name)
		if _, isWanted := to.Column(name); isThere && !isWanted {
			to.Columns = append(to.Columns, there)
			k.changed = true
		}
	}
	return true
}

func (k *keeper) wholeIndexes(from, to *schema.Table) {
	candidates := append(names(from.Columns), k.gone[to]...)
	var whole []*schema.Index
	for _, i := range to.Indexes {
		if k.needColumns(from, to, slices.Contains(from.Indexes, i), columnsOf(i, candidates)) {
			whole = append(whole, i)
			continue
		}
		k.changed = true
		if there, found := from.Index(i.Name); found {
			whole = append(whole, there)
		}
	}
	to.Indexes = whole
}

func (k *keeper) wholeKeys(from, to *schema.Table) {
	var whole []*schema.ForeignKey
	for _, f := range to.ForeignKeys {
		if k.wholeForeign(from, to, f) {
			whole = append(whole, f)
			continue
		}
		k.changed = true
		if at := keyLike(from, f); at >= 0 {
			whole = append(whole, from.ForeignKeys[at])
		}
	}
	to.ForeignKeys = whole
}

// wholeForeign puts back what a kept key refers to, and tells whether all that a key needs is there.
func (k *keeper) wholeForeign(from, to *schema.Table, f *schema.ForeignKey) bool {
	kept := slices.Contains(from.ForeignKeys, f)
	// One that is wanted as it is may lose the index that is to be replaced by a skipped one.
	stays := kept || k.skips("add_index") && keyLike(from, f) >= 0
	if !k.needColumns(from, to, kept, names(f.Columns)) {
		return false
	}
	there, isThere := tableOfName(k.from, f.RefTable)
	wanted, isWanted := tableOfName(k.to, f.RefTable)
	if stays && k.mysql {
		k.needIndex(from, to, names(f.Columns))
	}
	if isThere && isWanted {
		if stays {
			k.needIndex(there, wanted, names(f.RefColumns))
		}
		if !kept && k.lacksIndex(wanted, names(f.RefColumns)) {
			return false
		}
		return k.needColumns(there, wanted, kept, names(f.RefColumns))
	}
	if s, ok := k.to.Schema(f.RefTable.Schema.Name); ok && isThere && kept {
		s.Tables = append(s.Tables, there)
		k.changed = true
	}
	return !k.unmade[placeOfTable(f.RefTable)]
}

// needIndex puts back an index that a kept key cannot be without: on what it refers to, and with MySQL on its own columns.
func (k *keeper) needIndex(from, to *schema.Table, columns []string) {
	at := slices.IndexFunc(from.Indexes, k.serving(columns))
	if at < 0 || k.isServed(&schema.Table{PrimaryKey: from.PrimaryKey}, columns) || k.isServed(to, columns) {
		return
	}
	there := from.Indexes[at]
	to.Indexes = slices.DeleteFunc(to.Indexes, func(i *schema.Index) bool { return i.Name == there.Name })
	to.Indexes = append(to.Indexes, there)
	k.changed = true
}

// serving tells of indexes whether a key can refer to certain columns, or with MySQL be on them, by one.
func (k *keeper) serving(columns []string) func(*schema.Index) bool {
	return func(i *schema.Index) bool {
		has := partNames(i)
		if k.mysql {
			return len(has) >= len(columns) && slices.Equal(has[:len(columns)], columns)
		}
		return i.Unique && slices.Equal(slices.Sorted(slices.Values(has)), slices.Sorted(slices.Values(columns)))
	}
}

func (k *keeper) isServed(t *schema.Table, columns []string) bool {
	serves := k.serving(columns)
	primary := t.PrimaryKey != nil && serves(&schema.Index{Unique: true, Parts: t.PrimaryKey.Parts})
	return primary || slices.ContainsFunc(t.Indexes, serves)
}

// lacksIndex tells whether a key cannot refer to columns for want of an index that is skipped.
func (k *keeper) lacksIndex(to *schema.Table, columns []string) bool {
	return slices.ContainsFunc(k.unindexed[to], k.serving(columns)) && !k.isServed(to, columns)
}

func (k *keeper) wholeKey(from, to *schema.Table) {
	if to.PrimaryKey == nil {
		return
	}
	if !k.needColumns(from, to, to.PrimaryKey == from.PrimaryKey, columnsOf(to.PrimaryKey, nil)) {
		to.PrimaryKey = from.PrimaryKey
		k.changed = true
	}
}

func (k *keeper) wholeChecks(from, to *schema.Table) {
	var whole []schema.Attr
	for _, a := range to.Attrs {
		c, ok := a.(*schema.Check)
		if !ok || slices.Contains(from.Attrs, a) || len(mentions(c.Expr, k.gone[to])) == 0 {
			whole = append(whole, a)
			continue
		}
		for _, a := range from.Attrs {
			if there, ok := a.(*schema.Check); ok && there.Name == c.Name {
				whole = append(whole, a)
			}
		}
	}
	to.Attrs = whole
}

// wholeTypes puts back the enums that kept columns are of.
func (k *keeper) wholeTypes(from, to *schema.Table) {
	for _, c := range to.Columns {
		there, found := from.Column(c.Name)
		if !found || there.Type.Type != c.Type.Type {
			continue
		}
		e := enumOfArray(c)
		if e == nil {
			e, _ = c.Type.Type.(*schema.EnumType)
		}
		if e == nil || e.Schema == nil || e.T == "" {
			continue
		}
		s, ok := k.to.Schema(e.Schema.Name)
		if ok && !slices.ContainsFunc(s.Objects, func(o schema.Object) bool { return objectName(o) == e.T }) {
			s.Objects = append(s.Objects, e)
		}
	}
}

// columnsOf are the columns of an index, and those of the candidates that its expressions may name.
func columnsOf(i *schema.Index, candidates []string) (columns []string) {
	for _, p := range i.Parts {
		if p.C != nil {
			columns = append(columns, p.C.Name)
		}
		if x, ok := p.X.(*schema.RawExpr); ok {
			columns = append(columns, mentions(x.X, candidates)...)
		}
	}
	for _, a := range i.Attrs {
		switch a := a.(type) {
		case *postgres.IndexInclude:
			columns = append(columns, names(a.Columns)...)
		case *postgres.IndexPredicate:
			columns = append(columns, mentions(a.P, candidates)...)
		case *sqlite.IndexPredicate:
			columns = append(columns, mentions(a.P, candidates)...)
		}
	}
	return columns
}

// mentions are the names that are in an expression, or in a text in it.
func mentions(expression string, names []string) (found []string) {
	for _, name := range names {
		if regexp.MustCompile(`(?i)(?:^|\W)` + regexp.QuoteMeta(name) + `(?:\W|$)`).MatchString(expression) {
			found = append(found, name)
		}
	}
	return found
}
