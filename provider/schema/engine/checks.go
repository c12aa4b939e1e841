//go:build js && wasm

package main

import (
	"context"
	"fmt"
	"slices"

	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlclient"
)

// remakeChecks plans the CHECK constraints of MariaDB's tables: for one that changes the library has only a statement that MariaDB
// does not know, and it takes those that were written with a column, which are called as it, for constraints of the table. They go
// when their column is modified, and cannot be dropped alone.
func remakeChecks(ctx context.Context, c *sqlclient.Client, changes schema.Changes, from *schema.Realm) error {
	inline := inlineChecks{}
	for _, change := range changes {
		m, ok := change.(*schema.ModifyTable)
		if !ok {
			continue
		}
		there, ok := tableOfName(from, m.T)
		if !ok {
			continue
		}
		if err := inline.read(ctx, c, there); err != nil {
			return err
		}
		m.Changes = remade(m, there, inline)
	}
	return nil
}

func remade(m *schema.ModifyTable, there *schema.Table, inline inlineChecks) schema.Changes {
	var parts schema.Changes
	// Columns to modify for their check, and those whose check is made or dropped.
	var modify, told []string
	for _, part := range m.Changes {
		switch part := part.(type) {
		case *schema.ModifyCheck:
			if inline.has(there, part.From.Name) {
				modify, told = append(modify, part.From.Name), append(told, part.From.Name)
			} else {
				parts = append(parts, &schema.DropCheck{C: part.From})
			}
			parts = append(parts, &schema.AddCheck{C: part.To})
			continue
		case *schema.DropCheck:
			if inline.has(there, part.C.Name) {
				modify, told = append(modify, part.C.Name), append(told, part.C.Name)
				continue
			}
		}
		parts = append(parts, part)
	}
	for _, part := range m.Changes {
		switch part := part.(type) {
		case *schema.ModifyColumn:
			modify = without(modify, part.To.Name)
			if check, ok := inline.of(there, part.To.Name); ok && !slices.Contains(told, part.To.Name) {
				parts = append(parts, &schema.AddCheck{C: check})
			}
		case *schema.DropColumn:
			modify = without(modify, part.C.Name)
		}
	}
	for _, name := range modify {
		if column, ok := there.Column(name); ok {
			parts = append(parts, &schema.ModifyColumn{From: column, To: column, Change: schema.ChangeAttr})
		}
	}
	return parts
}

func without(names []string, name string) []string {
	return slices.DeleteFunc(names, func(n string) bool { return n == name })
}

func tableOfName(r *schema.Realm, like *schema.Table) (*schema.Table, bool) {
	s, ok := r.Schema(like.Schema.Name)
	if !ok {
		return nil, false
	}
	return s.Table(like.Name)
}

// inlineChecks are the checks that were written with their column, by schema: table and name each.
type inlineChecks map[string]map[[2]string]bool

func (i inlineChecks) has(t *schema.Table, name string) bool {
	return i[t.Schema.Name][[2]string{t.Name, name}]
}

// of is the check that was written with a column.
func (i inlineChecks) of(t *schema.Table, column string) (*schema.Check, bool) {
	for _, a := range t.Attrs {
		if check, ok := a.(*schema.Check); ok && check.Name == column && i.has(t, column) {
			return check, true
		}
	}
	return nil, false
}

// read asks which checks of a table's schema were written with a column, where one of the table is called as a column is.
func (i inlineChecks) read(ctx context.Context, c *sqlclient.Client, t *schema.Table) error {
	if i[t.Schema.Name] != nil || !slices.ContainsFunc(t.Attrs, func(a schema.Attr) bool {
		check, ok := a.(*schema.Check)
		if ok {
			_, ok = t.Column(check.Name)
		}
		return ok
	}) {
		return nil
	}
	found := map[[2]string]bool{}
	rows, err := c.QueryContext(ctx, "SELECT TABLE_NAME, CONSTRAINT_NAME FROM information_schema.CHECK_CONSTRAINTS "+
		"WHERE CONSTRAINT_SCHEMA = ? AND LEVEL = 'Column'", t.Schema.Name)
	if err != nil {
		return fmt.Errorf("reading the checks of columns: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var at [2]string
		if err := rows.Scan(&at[0], &at[1]); err != nil {
			return err
		}
		found[at] = true
	}
	i[t.Schema.Name] = found
	return rows.Err()
}
