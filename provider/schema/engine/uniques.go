//go:build js && wasm

package main

import (
	"strings"

	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlite"
)

// nameUniques calls the indexes behind UNIQUE constraints of SQLite as the library calls those that it makes in their place. It does
// so itself with what is wanted only, and would drop the one that is there to make it again.
func nameUniques(r *schema.Realm) {
	for _, s := range r.Schemas {
		for _, t := range s.Tables {
			for _, i := range t.Indexes {
				if isUnique(i) {
					i.Name = strings.Join(append([]string{t.Name}, partNames(i)...), "_")
				}
			}
		}
	}
}

// isUnique tells whether an index belongs to a UNIQUE constraint, and so to the text of its table.
func isUnique(i *schema.Index) bool {
	for _, a := range i.Attrs {
		if o, ok := a.(*sqlite.IndexOrigin); ok {
			return o.O == "u"
		}
	}
	return false
}

func partNames(i *schema.Index) (names []string) {
	for _, p := range i.Parts {
		if p.C != nil {
			names = append(names, p.C.Name)
		}
	}
	return names
}

// rebuildForUniques has tables made anew that lose a UNIQUE constraint: SQLite does not drop the index alone.
func rebuildForUniques(changes schema.Changes) {
	for _, c := range changes {
		m, ok := c.(*schema.ModifyTable)
		if !ok {
			continue
		}
		for _, part := range m.Changes {
			if losesUnique(part) {
				// The library alters a table in place unless there is a change that it has no statement for.
				m.Changes = append(m.Changes, &schema.ModifyAttr{})
				break
			}
		}
	}
}

func losesUnique(c schema.Change) bool {
	switch c := c.(type) {
	case *schema.DropIndex:
		return isUnique(c.I)
	case *schema.ModifyIndex:
		return isUnique(c.From)
	}
	return false
}
