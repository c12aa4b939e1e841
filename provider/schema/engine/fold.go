//go:build js && wasm

package main

import (
	"slices"
	"strings"

	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlclient"
)

// foldRebuilds takes SQLite's way to change a table (make new_t, fill it, drop t, rename new_t) for what it is: one change of
// t, told at the statement that makes it visible. Statement by statement it would look like the loss of a table.
func foldRebuilds(dev *sqlclient.Client, like *letters, steps []stmtChanges) ([]stmtChanges, error) {
	if dev.Name != "sqlite" {
		return steps, nil
	}
	for made, step := range steps {
		add := first[*schema.AddTable](step.changes)
		if add == nil || !strings.HasPrefix((*add).T.Name, "new_") {
			continue
		}
		name := strings.TrimPrefix((*add).T.Name, "new_")
		dropped := indexAfter(steps, made, func(c schema.Change) bool { return drops(c, name, like) })
		renamed := indexAfter(steps, dropped, func(c schema.Change) bool { return drops(c, (*add).T.Name, like) })
		if dropped < 0 || renamed < 0 {
			continue
		}
		old := (*first[*schema.DropTable](steps[dropped].changes)).T
		back := first[*schema.AddTable](steps[renamed].changes)
		if back == nil || !like.tables((*back).T.Name, name) {
			continue
		}
		changes, err := tableDifferences(dev, like, old, (*back).T)
		if err != nil {
			return nil, err
		}
		steps[made].changes, steps[renamed].changes = nil, nil
		steps[dropped].changes = nil
		if len(changes) > 0 {
			steps[dropped].changes = schema.Changes{&schema.ModifyTable{T: (*back).T, Changes: changes}}
		}
	}
	return steps, nil
}

// tableDifferences are those between two tables that have the same name to the database.
func tableDifferences(dev *sqlclient.Client, like *letters, from, to *schema.Table) (schema.Changes, error) {
	n := &naming{letters: like, dialect: dev.Name}
	set(&n.undo, &to.Name, from.Name)
	n.parts(from, to)
	n.expressions(from, to)
	changes, err := dev.TableDiff(from, to)
	n.undo.run()
	return unrenamed(changes), err
}

func first[C schema.Change](changes schema.Changes) *C {
	for _, c := range changes {
		if found, ok := c.(C); ok {
			return &found
		}
	}
	return nil
}

func drops(c schema.Change, table string, like *letters) bool {
	d, ok := c.(*schema.DropTable)
	return ok && like.tables(d.T.Name, table)
}

// indexAfter finds the first step after `from` with a change that matches; -1 when there is none, or from is.
func indexAfter(steps []stmtChanges, from int, match func(schema.Change) bool) int {
	if from < 0 {
		return -1
	}
	for i := from + 1; i < len(steps); i++ {
		if slices.ContainsFunc(steps[i].changes, match) {
			return i
		}
	}
	return -1
}
