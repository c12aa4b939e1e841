//go:build js && wasm

package main

import (
	"strings"

	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlite"
)

// nameUniques calls the indexes behind UNIQUE constraints of SQLite as the library calls those that it makes in their place. It does
// so itself with what is wanted only, and would drop the one that is there to make it again. Where one state has both a constraint and
// an index that was given the constraint's name, the constraint is called otherwise, in all of them.
func nameUniques(realms ...*schema.Realm) {
	all := make([]indexNames, len(realms))
	for n, r := range realms {
		all[n] = namesOf(r)
	}
	for _, r := range realms {
		eachIndex(r, func(t *schema.Table, i *schema.Index) {
			if isUnnamed(i) {
				base := nameFor(t, i)
				i.Name = base
				for isTaken(all, base, i.Name) {
					i.Name += "_unique"
				}
			}
		})
	}
}

// indexNames are the names that a state gives to indexes, and those that its constraints would have. SQLite ignores their case.
type indexNames struct{ given, constraints map[string]bool }

func namesOf(r *schema.Realm) indexNames {
	names := indexNames{given: map[string]bool{}, constraints: map[string]bool{}}
	eachIndex(r, func(t *schema.Table, i *schema.Index) {
		if isUnnamed(i) {
			names.constraints[strings.ToLower(nameFor(t, i))] = true
		} else {
			names.given[strings.ToLower(i.Name)] = true
		}
	})
	return names
}

// isTaken tells whether a state with the constraint `base` gives another index the name.
func isTaken(all []indexNames, base, name string) bool {
	for _, names := range all {
		if names.constraints[strings.ToLower(base)] && names.given[strings.ToLower(name)] {
			return true
		}
	}
	return false
}

func eachIndex(r *schema.Realm, visit func(*schema.Table, *schema.Index)) {
	for _, s := range r.Schemas {
		for _, t := range s.Tables {
			for _, i := range t.Indexes {
				visit(t, i)
			}
		}
	}
}

func nameFor(t *schema.Table, i *schema.Index) string {
	return strings.Join(append([]string{t.Name}, partNames(i)...), "_")
}

// isUnnamed tells whether an index has the name that SQLite gives to those of constraints; documents repeat it.
func isUnnamed(i *schema.Index) bool {
	return isUnique(i) || strings.HasPrefix(i.Name, "sqlite_autoindex_")
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
