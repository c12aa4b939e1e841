//go:build js && wasm

package main

import (
	"context"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlclient"
)

// statementsOf plans the changes to a state: what the library plans, and what a dialect needs before, between and after that.
func statementsOf(
	ctx context.Context, c *sqlclient.Client, changes schema.Changes, from *schema.Realm, how concurrency, opt migrate.PlanOption,
) ([]*migrate.Change, error) {
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
	freed, rest, dropped := dropSchemasLast(changes)
	if err := add(freed); err != nil {
		return nil, err
	}
	phases := []schema.Changes{rest}
	switch c.Name {
	case "mysql", "mariadb":
		phases = detachRetyped(remadeIndexes(rest, schema.NoChange), staying(from, dropped))
	case "postgres":
		dropGeneratedFirst(rest)
		keys := remadeKeys(rest)
		rest = how.mark(remadeIndexes(rest, schema.ChangeComment), keys.kept(rest))
		var nulls []*migrate.Change
		var filled, without undo
		rest, nulls, filled = allowNulls(c, rest)
		defer filled.run()
		var numbered []*migrate.Change
		numbered, rest, after = renumber(c, rest)
		out = append(out, numbered...)
		after = append(nulls, after...)
		rest, late, without = lateDefaults(rest)
		defer without.run()
		// Keys that the changes do not speak of are left: policy forbids to change them.
		phases = detach(rest, &schema.Realm{}, keys.referredBy)
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
		out = append(retypeSequences(c, out, phases[1]), after...)
	}
	for _, phase := range []schema.Changes{late, dropped} {
		if err := add(phase); err != nil {
			return nil, err
		}
	}
	return out, nil
}
