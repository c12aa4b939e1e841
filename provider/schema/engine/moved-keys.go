//go:build js && wasm

package main

import "ariga.io/atlas/sql/schema"

// moves tells whether a foreign key gets another table to refer to.
func moves(key *schema.ModifyForeignKey) bool {
	none := &schema.Column{}
	return idOf(key.From.RefTable, none) != idOf(key.To.RefTable, none)
}

// addMovedLast takes foreign keys that get another table to refer to apart: they are dropped with the other changes, and made again
// when all tables are. The library drops and adds such a key in one statement, which it may put before the new table.
func addMovedLast(changes schema.Changes) (rest, last schema.Changes) {
	for _, change := range changes {
		m, ok := change.(*schema.ModifyTable)
		if !ok {
			rest = append(rest, change)
			continue
		}
		parts := make(schema.Changes, len(m.Changes))
		for i, part := range m.Changes {
			parts[i] = part
			if key, ok := part.(*schema.ModifyForeignKey); ok && moves(key) {
				parts[i] = &schema.DropForeignKey{F: key.From}
				last = append(last, &schema.ModifyTable{T: m.T, Changes: schema.Changes{&schema.AddForeignKey{F: key.To}}})
			}
		}
		rest = append(rest, &schema.ModifyTable{T: m.T, Changes: parts})
	}
	return rest, last
}
