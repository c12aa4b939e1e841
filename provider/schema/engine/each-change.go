//go:build js && wasm

package main

import (
	"iter"

	"ariga.io/atlas/sql/schema"
)

// eachChange visits the changes of tables one by one, with their tables, and all others with none.
func eachChange(changes schema.Changes) iter.Seq2[*schema.Table, schema.Change] {
	return func(yield func(*schema.Table, schema.Change) bool) {
		for _, change := range changes {
			m, ok := change.(*schema.ModifyTable)
			if !ok {
				if !yield(nil, change) {
					return
				}
				continue
			}
			for _, part := range m.Changes {
				if !yield(m.T, part) {
					return
				}
			}
		}
	}
}

// modifiedColumns visits the columns that change, with their tables.
func modifiedColumns(changes schema.Changes) iter.Seq2[*schema.Table, *schema.ModifyColumn] {
	return func(yield func(*schema.Table, *schema.ModifyColumn) bool) {
		for t, change := range eachChange(changes) {
			if column, ok := change.(*schema.ModifyColumn); ok && !yield(t, column) {
				return
			}
		}
	}
}

// rewriteEach puts others in the place of changes, visited as by eachChange. A table of which none is left does not change any more.
func rewriteEach(changes schema.Changes, rewrite func(t *schema.Table, change schema.Change) schema.Changes) (rest schema.Changes) {
	for _, change := range changes {
		m, ok := change.(*schema.ModifyTable)
		if !ok {
			rest = append(rest, rewrite(nil, change)...)
			continue
		}
		kept := schema.Changes{}
		for _, part := range m.Changes {
			kept = append(kept, rewrite(m.T, part)...)
		}
		if len(kept) > 0 {
			rest = append(rest, &schema.ModifyTable{T: m.T, Changes: kept})
		}
	}
	return rest
}
