//go:build js && wasm

package main

import (
	"context"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlclient"
)

// statementsOf plans the changes to a state: what the library plans, and what a dialect needs before, between and after that.
func statementsOf(ctx context.Context, c *sqlclient.Client, changes schema.Changes, from *schema.Realm, opt migrate.PlanOption) ([]*migrate.Change, error) {
	phases := []schema.Changes{changes}
	var out, after []*migrate.Change
	var late schema.Changes
	add := func(changes schema.Changes) error {
		if len(changes) == 0 {
			return nil
		}
		planned, err := c.PlanChanges(ctx, "plan", changes, opt)
		if err == nil {
			out = append(out, planned.Changes...)
		}
		return err
	}
	switch c.Name {
	case "mysql", "mariadb":
		phases = detach(changes, from)
	case "postgres":
		dropGeneratedFirst(changes)
		rest, nulls, filled := allowNulls(c, changes)
		defer filled.run()
		out, rest, after = renumber(c, rest)
		after = append(nulls, after...)
		var without undo
		rest, late, without = lateDefaults(rest)
		defer without.run()
		rest, last := addMovedLast(rest)
		phases = []schema.Changes{rest, last}
	}
	for _, phase := range phases {
		if err := add(phase); err != nil {
			return nil, err
		}
	}
	switch c.Name {
	case "sqlite":
		out = keepRows(keepSequences(out))
	case "postgres":
		out = append(retypeSequences(c, out, phases[0]), after...)
	}
	err := add(late)
	return out, err
}
