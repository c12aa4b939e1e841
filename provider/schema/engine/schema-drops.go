//go:build js && wasm

package main

import (
	"slices"

	"ariga.io/atlas/sql/schema"
)

// dropSchemasLast takes the drops of schemas apart. The library plans them first, and PostgreSQL would take along what uses such a schema
// and stays, as a column with a type of it, before the statements that free it. What others need to be free of is freed first: the foreign
// keys of its tables to schemas that stay.
func dropSchemasLast(changes schema.Changes) (freed, rest, last schema.Changes) {
	goes := map[string]bool{}
	for _, change := range changes {
		if d, ok := change.(*schema.DropSchema); ok {
			goes[d.S.Name] = true
			last = append(last, change)
		} else {
			rest = append(rest, change)
		}
	}
	for _, change := range last {
		for _, t := range change.(*schema.DropSchema).S.Tables {
			for _, f := range t.ForeignKeys {
				if s := f.RefTable.Schema; s != nil && !goes[s.Name] && touched(rest, f.RefTable) {
					freed = append(freed, &schema.ModifyTable{T: t, Changes: schema.Changes{&schema.DropForeignKey{F: f}}})
				}
			}
		}
	}
	return freed, rest, last
}

// touched tells whether a table is changed, or goes.
func touched(changes schema.Changes, t *schema.Table) bool {
	for _, change := range changes {
		switch change := change.(type) {
		case *schema.DropTable:
			if placeOfTable(change.T) == placeOfTable(t) {
				return true
			}
		case *schema.ModifyTable:
			if placeOfTable(change.T) == placeOfTable(t) {
				return true
			}
		}
	}
	return false
}

// staying is a state without the schemas that are dropped.
func staying(r *schema.Realm, drops schema.Changes) *schema.Realm {
	left := *r
	left.Schemas = slices.DeleteFunc(slices.Clone(r.Schemas), func(s *schema.Schema) bool {
		return slices.ContainsFunc(drops, func(c schema.Change) bool { return c.(*schema.DropSchema).S.Name == s.Name })
	})
	return &left
}
