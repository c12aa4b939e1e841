//go:build js && wasm

package main

import (
	"slices"

	"ariga.io/atlas/sql/postgres"
	"ariga.io/atlas/sql/schema"
)

// concurrency tells which indexes of existing tables of PostgreSQL are made or dropped without blocking writes.
type concurrency struct {
	Create bool `json:"concurrentCreate"`
	Drop   bool `json:"concurrentDrop"`
}

// mark has the library write the statements so. Nothing can be done concurrently to an index of a table that has partitions. An index is
// remade in the transaction while the foreign keys that refer to it are gone.
func (c concurrency) mark(changes schema.Changes, referred keyColumns) schema.Changes {
	return rewriteEach(changes, func(t *schema.Table, change schema.Change) schema.Changes {
		if t == nil || attrOf[*postgres.Partition](t.Attrs) != nil {
			return schema.Changes{change}
		}
		concurrently := &postgres.Concurrently{}
		switch i := change.(type) {
		case *schema.AddIndex:
			if c.Create && !referred.index(t, i.I) {
				change = &schema.AddIndex{I: i.I, Extra: append(slices.Clone(i.Extra), concurrently)}
			}
		case *schema.DropIndex:
			if c.Drop && !referred.index(t, i.I) {
				change = &schema.DropIndex{I: i.I, Extra: append(slices.Clone(i.Extra), concurrently)}
			}
		}
		return schema.Changes{change}
	})
}
