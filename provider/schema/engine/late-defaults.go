//go:build js && wasm

package main

import "ariga.io/atlas/sql/schema"

// lateDefaults sets the defaults apart that take numbers from the sequences of columns which change or come with the others: no default
// can use a sequence before it is made. Until that is undone, the tables and columns that are new do not have them.
func lateDefaults(changes schema.Changes) (rest, late schema.Changes, back undo) {
	made := sequencesOf(changes)
	isLate := func(c *schema.Column) bool {
		name, ok := nextOf(c)
		return ok && made[unquoted(unqualified(name))]
	}
	modify := func(t *schema.Table, from, to *schema.Column) {
		change := &schema.ModifyColumn{From: from, To: to, Change: schema.ChangeDefault}
		late = append(late, &schema.ModifyTable{T: t, Changes: schema.Changes{change}})
	}
	add := func(t *schema.Table, c *schema.Column) {
		if isLate(c) {
			whole := *c
			modify(t, c, &whole)
			set(&back, &c.Default, nil)
		}
	}
	rest = rewriteEach(changes, func(t *schema.Table, change schema.Change) schema.Changes {
		switch change := change.(type) {
		case *schema.AddTable:
			for _, c := range change.T.Columns {
				add(change.T, c)
			}
		case *schema.AddColumn:
			add(t, change.C)
		case *schema.ModifyColumn:
			if change.Change.Is(schema.ChangeDefault) && isLate(change.To) {
				modify(t, change.From, change.To)
				return unlessDone(change, schema.ChangeDefault)
			}
		}
		return schema.Changes{change}
	})
	return rest, late, back
}

// sequencesOf are the names of the sequences that belong to columns which the changes speak of.
func sequencesOf(changes schema.Changes) map[string]bool {
	found := map[string]bool{}
	note := func(t *schema.Table, c *schema.Column) {
		if s := sourceOf(t, c); s != nil && s.Own {
			found[s.Name] = true
		}
	}
	for t, change := range eachChange(changes) {
		switch change := change.(type) {
		case *schema.AddTable:
			for _, c := range change.T.Columns {
				note(change.T, c)
			}
		case *schema.AddColumn:
			note(t, change.C)
		case *schema.ModifyColumn:
			note(t, change.To)
		}
	}
	return found
}
