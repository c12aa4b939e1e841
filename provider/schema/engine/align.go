//go:build js && wasm

package main

import (
	"math/big"

	"ariga.io/atlas/sql/postgres"
	"ariga.io/atlas/sql/schema"
)

// align makes equal what a document cannot say otherwise than by being another: compared with one of the library's own, the
// database would be called changed. Numbers that are equal get the same spelling (1.50 is written as 1.5), and what BRIN indexes
// do by themselves stays as it is.
func align(from, to *schema.Realm) {
	eachPair(from, to, func(_ *schema.Table, f, t *schema.Column) {
		a, aOk := numberOf(f)
		b, bOk := numberOf(t)
		if aOk && bOk && a.Cmp(b) == 0 {
			f.Default = t.Default
		}
	})
	eachTablePair(from, to, func(f, t *schema.Table) {
		for _, i := range f.Indexes {
			if wanted, ok := t.Index(i.Name); ok {
				keepSummaries(i, wanted)
			}
		}
	})
}

// keyLabel is an attribute of a primary key that a document gives its name.
type keyLabel struct{ schema.Attr }

// noteLabels finds the primary keys that a document of PostgreSQL names, and returns what tells it to the state that was made.
func noteLabels(r *schema.Realm) (mark func(made *schema.Realm)) {
	named := map[columnID]bool{}
	eachTableAt(r, func(at columnID, t *schema.Table) {
		named[at] = t.PrimaryKey != nil && t.PrimaryKey.Name != ""
	})
	return func(made *schema.Realm) {
		eachTableAt(made, func(at columnID, t *schema.Table) {
			if named[at] && t.PrimaryKey != nil {
				t.PrimaryKey.AddAttrs(&keyLabel{})
			}
		})
	}
}

// keepKeyNames leaves primary keys the names that a document does not say, also where they are made anew.
func keepKeyNames(from, to *schema.Realm) {
	eachTablePair(from, to, func(f, t *schema.Table) {
		if f.PrimaryKey != nil && t.PrimaryKey != nil && attrOf[*keyLabel](t.PrimaryKey.Attrs) == nil {
			t.PrimaryKey.Name = f.PrimaryKey.Name
		}
	})
}

func eachTablePair(from, to *schema.Realm, visit func(from, to *schema.Table)) {
	for _, fs := range from.Schemas {
		ts, ok := to.Schema(fs.Name)
		if !ok {
			continue
		}
		for _, ft := range fs.Tables {
			if tt, ok := ts.Table(ft.Name); ok {
				visit(ft, tt)
			}
		}
	}
}

// eachPair visits the columns that are in both states, with the table that is wanted.
func eachPair(from, to *schema.Realm, visit func(wanted *schema.Table, from, to *schema.Column)) {
	eachTablePair(from, to, func(ft, tt *schema.Table) {
		for _, fc := range ft.Columns {
			if tc, ok := tt.Column(fc.Name); ok {
				visit(tt, fc, tc)
			}
		}
	})
}

func numberOf(c *schema.Column) (*big.Rat, bool) {
	l, ok := c.Default.(*schema.Literal)
	if !ok {
		return nil, false
	}
	switch c.Type.Type.(type) {
	case *schema.BoolType, *schema.DecimalType, *schema.IntegerType, *schema.FloatType:
		return new(big.Rat).SetString(l.V)
	}
	return nil, false
}

func keepSummaries(from, to *schema.Index) {
	if there := storageOf(from); there == nil || !there.AutoSummarize {
		return
	}
	if wanted := storageOf(to); wanted != nil {
		wanted.AutoSummarize = true
	} else {
		to.AddAttrs(&postgres.IndexStorageParams{AutoSummarize: true})
	}
}

func storageOf(i *schema.Index) *postgres.IndexStorageParams {
	for _, a := range i.Attrs {
		if p, ok := a.(*postgres.IndexStorageParams); ok {
			return p
		}
	}
	return nil
}
