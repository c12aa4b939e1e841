//go:build js && wasm

package main

import (
	"strings"

	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlclient"
)

// renamer takes what a file renames for what it is. Compared by their states alone, a column with another name is one that was
// dropped, and another that was added.
type renamer struct {
	dev  *sqlclient.Client
	like *letters
	// made are the tables and columns that the file itself makes. The analyzers know them by the changes that make and drop them.
	made map[string]bool
}

func nameOf(t *schema.Table, column string) string {
	return t.Schema.Name + "\x00" + t.Name + "\x00" + column
}

// differences are those between the states before and after a statement.
func (r *renamer) differences(statement string, before, after *schema.Realm) (schema.Changes, error) {
	changes, err := differences(r.dev, r.like, before, after)
	said := renamesIn(statement, r.dev.Name)
	if err == nil && len(said) > 0 {
		changes, err = r.withRenamed(said, changes, before, after)
	}
	if err != nil {
		return nil, err
	}
	for _, one := range said {
		if one.column == "" {
			changes = r.ofTable(one, changes)
		}
	}
	r.note(changes)
	return changes, nil
}

// note remembers what a statement made.
func (r *renamer) note(changes schema.Changes) {
	for _, c := range changes {
		switch c := c.(type) {
		case *schema.AddTable:
			r.made[nameOf(c.T, "")] = true
		case *schema.ModifyTable:
			for _, part := range c.Changes {
				if add, ok := part.(*schema.AddColumn); ok {
					r.made[nameOf(c.T, add.C.Name)] = true
				}
			}
		}
	}
}

// withRenamed compares the states again, with the names of columns in the first as they are in the second: what else was done to
// them, to indexes and to keys is told then.
func (r *renamer) withRenamed(said []rename, changes schema.Changes, before, after *schema.Realm) (schema.Changes, error) {
	var (
		err     error
		renamed = map[*schema.Table]schema.Changes{}
	)
	for _, one := range said {
		table, from, to := renamedBy(one, changes)
		if table == nil || r.made[nameOf(table, "")] || r.made[nameOf(table, from.Name)] {
			continue
		}
		defer func(name string) { from.Name = name }(from.Name)
		from.Name = to.Name
		renamed[table] = append(renamed[table], &schema.RenameColumn{From: from, To: to})
		if changes, err = differences(r.dev, r.like, before, after); err != nil {
			return nil, err
		}
	}
	for table, columns := range renamed {
		var modify *schema.ModifyTable
		modify, changes = modificationOf(table, changes)
		for _, part := range modify.Changes {
			if m, ok := part.(*schema.ModifyColumn); ok {
				// As it was but for its name, or it would be told once more.
				from := *m.From
				m.From = &from
			}
		}
		modify.Changes = append(columns, modify.Changes...)
	}
	return changes, nil
}

// ofTable puts one change in the place of two, where they are of the names that are said.
func (r *renamer) ofTable(one rename, changes schema.Changes) (out schema.Changes) {
	var from, to *schema.Table
	for _, c := range changes {
		if d, ok := c.(*schema.DropTable); ok && strings.EqualFold(d.T.Name, one.table) && !r.made[nameOf(d.T, "")] {
			from = d.T
		}
		if a, ok := c.(*schema.AddTable); ok && strings.EqualFold(a.T.Name, one.to) {
			to = a.T
		}
	}
	if from == nil || to == nil {
		return changes
	}
	for _, c := range changes {
		d, dropped := c.(*schema.DropTable)
		a, added := c.(*schema.AddTable)
		switch {
		case dropped && d.T == from:
			out = append(out, &schema.RenameTable{From: from, To: to})
		case !added || a.T != to:
			out = append(out, c)
		}
	}
	return out
}

// renamedBy finds the table of which both the old column is gone and the new one there.
func renamedBy(one rename, changes schema.Changes) (table *schema.Table, from, to *schema.Column) {
	for _, c := range changes {
		m, ok := c.(*schema.ModifyTable)
		if !ok || !strings.EqualFold(m.T.Name, one.table) {
			continue
		}
		from, to = nil, nil
		for _, part := range m.Changes {
			if d, ok := part.(*schema.DropColumn); ok && strings.EqualFold(d.C.Name, one.column) {
				from = d.C
			}
			if a, ok := part.(*schema.AddColumn); ok && strings.EqualFold(a.C.Name, one.to) {
				to = a.C
			}
		}
		if from != nil && to != nil {
			return m.T, from, to
		}
	}
	return nil, nil, nil
}
