//go:build js && wasm

package main

import "ariga.io/atlas/sql/schema"

// remadeIndexes puts the drop of an index and its new making in the place of its change, unless only what can change in place does.
// The library would drop all indexes of a table that change in a statement of its own on MySQL and MariaDB: these refuse that where a
// foreign key needs an index, though it needs the new one as well, and with rows that a new index refuses, those that it dropped are lost.
// On PostgreSQL, it would lose the comment, and cannot be told to do either without blocking writes.
func remadeIndexes(changes schema.Changes, inPlace schema.ChangeKind) schema.Changes {
	return rewriteEach(changes, func(_ *schema.Table, change schema.Change) schema.Changes {
		m, ok := change.(*schema.ModifyIndex)
		if !ok || m.Change&^inPlace == schema.NoChange {
			return schema.Changes{change}
		}
		return schema.Changes{&schema.DropIndex{I: m.From}, &schema.AddIndex{I: m.To}}
	})
}
