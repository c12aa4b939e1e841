//go:build js && wasm

package main

import (
	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlclient"
)

// differences are those between two states that a database was in, the one after the other.
func differences(dev *sqlclient.Client, like *letters, from, to *schema.Realm) (schema.Changes, error) {
	// The states are those of one database: what it takes for the same name is one, and the next state is told by its own letters.
	taken := takeNames(from, to, like, dev.Name)
	changes, err := differencesOfSame(dev, from, to)
	taken.undo.run()
	return unrenamed(changes), err
}

// differencesOfSame are those between states whose names are told apart as they are written. The library refuses to plan another expression
// of a generated column of PostgreSQL, which comes about by renaming a column that it names as well; and it has the database evaluate
// defaults.
func differencesOfSame(dev *sqlclient.Client, from, to *schema.Realm) (schema.Changes, error) {
	if dev.Name != "postgres" {
		return dev.RealmDiff(from, to)
	}
	var (
		back        undo
		regenerated []func(schema.Changes) schema.Changes
	)
	eachPair(from, to, func(table *schema.Table, f, t *schema.Column) {
		fx, tx := attrOf[*schema.GeneratedExpr](f.Attrs), attrOf[*schema.GeneratedExpr](t.Attrs)
		if fx != nil && tx != nil && fx.Expr != tx.Expr {
			set(&back, &fx.Expr, tx.Expr)
			regenerated = append(regenerated, func(changes schema.Changes) schema.Changes {
				return withChange(changes, table, &schema.ModifyColumn{From: f, To: t, Change: schema.ChangeGenerated})
			})
		}
		if s, ok := defaultSpelling(f, t); ok {
			s.differ()
			back = append(back, s.restore)
		}
	})
	changes, err := dev.RealmDiff(from, to)
	back.run()
	if err != nil {
		return nil, err
	}
	for _, add := range regenerated {
		changes = add(changes)
	}
	return changes, nil
}
