//go:build js && wasm

package main

import (
	"slices"

	"ariga.io/atlas/sql/schema"
)

// columnID is a column by name: the same column is another value in each state.
type columnID struct{ schema, table, column string }

func idOf(t *schema.Table, c *schema.Column) columnID {
	id := columnID{table: t.Name, column: c.Name}
	if t.Schema != nil {
		id.schema = t.Schema.Name
	}
	return id
}

// retyped are the columns that get another type, character set or collation, or gain or lose AUTO_INCREMENT.
func retyped(changes schema.Changes) map[columnID]bool {
	const kinds = schema.ChangeType | schema.ChangeCharset | schema.ChangeCollate
	found := map[columnID]bool{}
	for t, column := range modifiedColumns(changes) {
		if column.Change&kinds != 0 || isNumbered(column.From) != isNumbered(column.To) {
			found[idOf(t, column.To)] = true
		}
	}
	return found
}

func touches(f *schema.ForeignKey, columns map[columnID]bool) bool {
	at := func(t *schema.Table, cs []*schema.Column) bool {
		return slices.ContainsFunc(cs, func(c *schema.Column) bool { return columns[idOf(t, c)] })
	}
	return at(f.Table, f.Columns) || at(f.RefTable, f.RefColumns)
}

// keyID is a foreign key by name.
type keyID struct {
	at     columnID
	symbol string
}

func keyOf(f *schema.ForeignKey) keyID {
	return keyID{idOf(f.Table, &schema.Column{}), f.Symbol}
}

// detachRetyped puts the foreign keys apart of which a column is retyped. MySQL and MariaDB refuse to change the type or AUTO_INCREMENT of
// a column at either end of one, also where both ends change alike.
func detachRetyped(changes schema.Changes, from *schema.Realm) []schema.Changes {
	columns := retyped(changes)
	return detach(changes, from, func(f *schema.ForeignKey) bool { return touches(f, columns) })
}

// moves tells whether a foreign key gets another table to refer to.
func moves(key *schema.ModifyForeignKey) bool {
	none := &schema.Column{}
	return idOf(key.From.RefTable, none) != idOf(key.To.RefTable, none)
}

// detach puts the foreign keys apart that are in the way of other changes, and those that get another table to refer to: the library drops
// and adds such a key in one statement, which it may put before the new table. It returns those to drop, all other changes, and those to
// add. Keys that the changes do not speak of are made again as they were: they are to stay, or policy skips what would change them.
func detach(changes schema.Changes, from *schema.Realm, inTheWay func(*schema.ForeignKey) bool) []schema.Changes {
	var drop, add schema.Changes
	own := func(t *schema.Table, part schema.Change) schema.Change {
		return &schema.ModifyTable{T: t, Changes: schema.Changes{part}}
	}
	// Foreign keys that the changes speak of themselves.
	told := map[keyID]bool{}
	rest := rewriteEach(changes, func(t *schema.Table, change schema.Change) schema.Changes {
		switch change := change.(type) {
		case *schema.DropTable:
			for _, f := range change.T.ForeignKeys {
				if !told[keyOf(f)] && inTheWay(f) {
					drop = append(drop, own(change.T, &schema.DropForeignKey{F: f}))
				}
				told[keyOf(f)] = true
			}
			// Where tables refer to each other, the library drops their keys first as well, and none can be dropped twice.
			left := *change.T
			left.ForeignKeys = slices.DeleteFunc(slices.Clone(left.ForeignKeys), inTheWay)
			return schema.Changes{&schema.DropTable{T: &left, Extra: change.Extra}}
		case *schema.DropForeignKey:
			told[keyOf(change.F)] = true
			if inTheWay(change.F) {
				drop = append(drop, own(t, change))
				return nil
			}
		case *schema.AddForeignKey:
			if inTheWay(change.F) {
				add = append(add, own(t, change))
				return nil
			}
		case *schema.ModifyForeignKey:
			told[keyOf(change.From)] = true
			if moves(change) || inTheWay(change.From) || inTheWay(change.To) {
				drop = append(drop, own(t, &schema.DropForeignKey{F: change.From}))
				add = append(add, own(t, &schema.AddForeignKey{F: change.To}))
				return nil
			}
		}
		return schema.Changes{change}
	})
	for _, s := range from.Schemas {
		for _, t := range s.Tables {
			for _, f := range t.ForeignKeys {
				if !told[keyOf(f)] && inTheWay(f) {
					drop = append(drop, own(t, &schema.DropForeignKey{F: f}))
					add = append(add, own(t, &schema.AddForeignKey{F: f}))
				}
			}
		}
	}
	return []schema.Changes{drop, rest, add}
}
