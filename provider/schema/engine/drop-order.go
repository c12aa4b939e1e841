//go:build js && wasm

package main

import (
	"slices"

	"ariga.io/atlas/sql/schema"
)

// dropGeneratedFirst moves the generated columns to the front of those that a table loses: PostgreSQL drops one after the other, and
// none that a generated column still reads.
func dropGeneratedFirst(changes schema.Changes) {
	for _, c := range changes {
		if m, ok := c.(*schema.ModifyTable); ok {
			slices.SortStableFunc(m.Changes, func(a, b schema.Change) int { return rankOfDrop(a) - rankOfDrop(b) })
		}
	}
}

func rankOfDrop(c schema.Change) int {
	if d, ok := c.(*schema.DropColumn); ok && attrOf[*schema.GeneratedExpr](d.C.Attrs) != nil {
		return 0
	}
	return 1
}
