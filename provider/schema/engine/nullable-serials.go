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
// columns are, and their NOT NULL is dropped after. What is left for the library is in rest; until restore is called, no such column
// may be null.
func allowNulls(c *sqlclient.Client, changes schema.Changes) (rest schema.Changes, after []*migrate.Change, restore func()) {
	var filled []*schema.ColumnType
	fill := func(column *schema.Column) bool {
		if !isSerial(column) || !column.Type.Null {
			return false
		}
		column.Type.Null = false
		filled = append(filled, column.Type)
		return true
	}
	alter := func(t *schema.Table, column *schema.Column, clause, reverse string) {
		of := fmt.Sprintf("ALTER TABLE %s ALTER COLUMN %s ", quotedName(t, c.URL.Schema != ""), quotedIdent(column.Name))
		after = append(after, &migrate.Change{
			Cmd: of + clause, Reverse: of + reverse,
			Comment: fmt.Sprintf("change whether serial column %q can be null", column.Name),
		})
	}
	const drop, set = "DROP NOT NULL", "SET NOT NULL"
	for _, change := range changes {
		switch change := change.(type) {
		case *schema.AddTable:
			for _, column := range change.T.Columns {
				if fill(column) {
					alter(change.T, column, drop, set)
				}
			}
		case *schema.DropTable:
			for _, column := range change.T.Columns {
				fill(column)
			}
		case *schema.ModifyTable:
			kept := schema.Changes{}
			for _, part := range change.Changes {
				switch part := part.(type) {
				case *schema.AddColumn:
					if fill(part.C) {
						alter(change.T, part.C, drop, set)
					}
				case *schema.DropColumn:
					fill(part.C)
				case *schema.ModifyColumn:
					from, to := fill(part.From), fill(part.To)
					if (from || to) && part.Change.Is(schema.ChangeNull) {
						if to {
							alter(change.T, part.To, drop, set)
						} else {
							alter(change.T, part.To, set, drop)
						}
						left := part.Change &^ schema.ChangeNull
						if left != schema.NoChange {
							kept = append(kept, &schema.ModifyColumn{From: part.From, To: part.To, Change: left, Extra: part.Extra})
						}
						continue
					}
				}
				kept = append(kept, part)
			}
			if len(kept) > 0 {
				rest = append(rest, &schema.ModifyTable{T: change.T, Changes: kept})
			}
			continue
		}
		rest = append(rest, change)
	}
	return rest, after, func() {
		for _, kind := range filled {
			kind.Null = true
		}
	}
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
