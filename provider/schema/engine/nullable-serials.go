//go:build js && wasm

package main

import (
	"fmt"
	"slices"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlclient"
)

// allowNulls plans serial columns of PostgreSQL that may be null, for which the library has no statement: they are made as serial
// columns are, and their NOT NULL is dropped after. What is left for the library is in rest; until that is undone, no such column
// may be null.
func allowNulls(c *sqlclient.Client, changes schema.Changes) (rest schema.Changes, after []*migrate.Change, back undo) {
	fill := func(column *schema.Column) bool {
		if !isSerial(column) || !column.Type.Null {
			return false
		}
		set(&back, &column.Type.Null, false)
		return true
	}
	alter := func(t *schema.Table, column *schema.Column, clause, reverse string) {
		of := alterColumn(t, column, c.URL.Schema != "")
		after = append(after, &migrate.Change{
			Cmd: of + clause, Reverse: of + reverse,
			Comment: fmt.Sprintf("change whether serial column %q can be null", column.Name),
		})
	}
	const nullable, filled = "DROP NOT NULL", "SET NOT NULL"
	rest = rewriteEach(changes, func(t *schema.Table, change schema.Change) schema.Changes {
		switch change := change.(type) {
		case *schema.AddTable:
			for _, column := range change.T.Columns {
				if fill(column) {
					alter(change.T, column, nullable, filled)
				}
			}
		case *schema.DropTable:
			for _, column := range change.T.Columns {
				fill(column)
			}
		case *schema.AddColumn:
			if fill(change.C) {
				alter(t, change.C, nullable, filled)
			}
		case *schema.DropColumn:
			fill(change.C)
		case *schema.ModifyColumn:
			from, to := fill(change.From), fill(change.To)
			if !from && !to || !change.Change.Is(schema.ChangeNull) {
				break
			}
			if to {
				alter(t, change.To, nullable, filled)
			} else {
				alter(t, change.To, filled, nullable)
			}
			return unlessDone(change, schema.ChangeNull)
		}
		return schema.Changes{change}
	})
	return rest, after, back
}

// alterColumn is what a statement begins with that changes a column of PostgreSQL.
func alterColumn(t *schema.Table, column *schema.Column, bound bool) string {
	return "ALTER TABLE " + quotedName(t, bound) + " ALTER COLUMN " + quotedIdent(column.Name) + " "
}

// unlessDone is what is left of the change of a column once a part of it is done; none where nothing is.
func unlessDone(change *schema.ModifyColumn, done schema.ChangeKind) schema.Changes {
	left := change.Change &^ done
	if left == schema.NoChange {
		return nil
	}
	return schema.Changes{&schema.ModifyColumn{From: change.From, To: change.To, Change: left, Extra: change.Extra}}
}

// fillSerials lets no serial column of a document be null, so that it can be made, and returns what tells the state that was made of
// it which may be: none of a primary key, whatever the document says.
func fillSerials(r *schema.Realm) (mark func(made *schema.Realm)) {
	filled := map[columnID]bool{}
	eachColumnAt(r, func(at columnID, c *schema.Column) {
		if isSerial(c) && c.Type.Null {
			c.Type.Null, filled[at] = false, !isKey(c)
		}
	})
	return func(made *schema.Realm) {
		eachColumnAt(made, func(at columnID, c *schema.Column) {
			if filled[at] {
				c.Type.Null = true
			}
		})
	}
}

// isKey tells whether a column is one of its table's primary key.
func isKey(c *schema.Column) bool {
	return slices.ContainsFunc(c.Indexes, func(i *schema.Index) bool { return i.Table != nil && i.Table.PrimaryKey == i })
}
