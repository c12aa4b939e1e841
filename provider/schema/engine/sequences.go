//go:build js && wasm

package main

import (
	"fmt"
	"slices"
	"strings"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/schema"
)

// keepSequences lets the table that takes a rebuilt one's place begin with its AUTOINCREMENT: filled from the rows that are left, it
// would give the numbers of deleted rows a second time. Before the rows are copied, since SQLite then counts on from there.
func keepSequences(planned []*migrate.Change) []*migrate.Change {
	for i := len(planned) - 1; i >= 0; i-- {
		add, ok := planned[i].Source.(*schema.AddTable)
		if !ok || !strings.Contains(planned[i].Cmd, " PRIMARY KEY AUTOINCREMENT") {
			continue
		}
		name, isNew := strings.CutPrefix(add.T.Name, "new_")
		rebuilt := slices.ContainsFunc(planned[i:], func(c *migrate.Change) bool {
			modify, ok := c.Source.(*schema.ModifyTable)
			return ok && modify.T.Name == name
		})
		if !isNew || !rebuilt {
			continue
		}
		planned = slices.Insert(planned, i+1, &migrate.Change{
			Cmd: fmt.Sprintf("INSERT INTO `sqlite_sequence` (`name`, `seq`) SELECT %s, `seq` FROM `sqlite_sequence` WHERE `name` = %s",
				textOf(add.T.Name), textOf(name)),
			Comment: fmt.Sprintf("keep the sequence of table %q", name),
		})
	}
	return planned
}

func textOf(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
