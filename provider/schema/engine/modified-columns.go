//go:build js && wasm

package main

import (
	"iter"

	"ariga.io/atlas/sql/schema"
)

// modifiedColumns visits the columns that change, with their tables.
func modifiedColumns(changes schema.Changes) iter.Seq2[*schema.Table, *schema.ModifyColumn] {
	return func(yield func(*schema.Table, *schema.ModifyColumn) bool) {
		for _, change := range changes {
			m, ok := change.(*schema.ModifyTable)
			if !ok {
				continue
			}
			for _, part := range m.Changes {
				if column, ok := part.(*schema.ModifyColumn); ok && !yield(m.T, column) {
					return
				}
			}
		}
	}
}
