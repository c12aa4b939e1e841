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
func addMovedLast(changes schema.Changes) []schema.Changes {
	var last schema.Changes
	rest := rewriteEach(changes, func(t *schema.Table, change schema.Change) schema.Changes {
		key, ok := change.(*schema.ModifyForeignKey)
		if !ok || !moves(key) {
			return schema.Changes{change}
		}
		last = append(last, &schema.ModifyTable{T: t, Changes: schema.Changes{&schema.AddForeignKey{F: key.To}}})
		return schema.Changes{&schema.DropForeignKey{F: key.From}}
	})
	return []schema.Changes{rest, last}
}
