//go:build js && wasm

package main

import (
	"slices"
	"strings"

	"ariga.io/atlas/sql/postgres"
	"ariga.io/atlas/sql/schema"
)

// keyColumns are sets of columns that a foreign key can refer to. The order in which a key names them is of no matter to PostgreSQL.
type keyColumns map[string]bool

func columnsKey(t *schema.Table, columns []*schema.Column) string {
	at := idOf(t, &schema.Column{})
	return strings.Join(append([]string{at.schema, at.table}, slices.Sorted(slices.Values(names(columns)))...), "\x00")
}

// indexKey is empty for an index that no foreign key can refer to.
func indexKey(t *schema.Table, i *schema.Index) string {
	isExpression := func(p *schema.IndexPart) bool { return p.C == nil }
	if !i.Unique || attrOf[*postgres.IndexPredicate](i.Attrs) != nil || slices.ContainsFunc(i.Parts, isExpression) {
		return ""
	}
	return partsKey(t, i)
}

func partsKey(t *schema.Table, i *schema.Index) string {
	var columns []*schema.Column
	for _, p := range i.Parts {
		columns = append(columns, p.C)
	}
	return columnsKey(t, columns)
}

func (k keyColumns) index(t *schema.Table, i *schema.Index) bool { return k[indexKey(t, i)] }

func (k keyColumns) referredBy(f *schema.ForeignKey) bool {
	return k[columnsKey(f.RefTable, f.RefColumns)]
}

// remadeKeys are the keys that go, or are dropped and made again. PostgreSQL refuses both where a foreign key depends on one, also where
// another key of the same columns comes in its place. Which of several such keys one depends on is not read: it is taken for the primary
// key where that stays, as it most often is.
func remadeKeys(changes schema.Changes) keyColumns {
	found, rekeyed := keyColumns{}, map[*schema.Table]bool{}
	for t, change := range eachChange(changes) {
		switch change.(type) {
		case *schema.AddPrimaryKey, *schema.ModifyPrimaryKey:
			rekeyed[t] = true
		}
	}
	note := func(t *schema.Table, i *schema.Index) {
		key := indexKey(t, i)
		if t.PrimaryKey == nil || rekeyed[t] || partsKey(t, t.PrimaryKey) != key {
			found[key] = true
		}
	}
	for t, change := range eachChange(changes) {
		switch change := change.(type) {
		case *schema.DropPrimaryKey:
			found[partsKey(t, change.P)] = true
		case *schema.ModifyPrimaryKey:
			found[partsKey(t, change.From)] = true
		case *schema.DropIndex:
			note(t, change.I)
		case *schema.ModifyIndex:
			if change.Change&^schema.ChangeComment != schema.NoChange {
				note(t, change.From)
			}
		}
	}
	delete(found, "")
	return found
}

// withReferring adds the foreign keys that stay, but refer to a key that is remade: they are dropped before, and made again after. As
// changes, they tell that something of them can get lost which is not managed.
func withReferring(changes schema.Changes, from, to *schema.Realm, skip []string) schema.Changes {
	remade := remadeKeys(changes)
	if len(remade) == 0 || slices.Contains(skip, "modify_foreign_key") || slices.Contains(skip, "modify_table") {
		return changes
	}
	told := map[*schema.ForeignKey]bool{}
	for _, change := range eachChange(changes) {
		if m, ok := change.(*schema.ModifyForeignKey); ok {
			told[m.From] = true
		}
	}
	eachTablePair(from, to, func(f, t *schema.Table) {
		for _, key := range f.ForeignKeys {
			at := keyLike(t, key)
			if at >= 0 && !told[key] && remade.referredBy(key) {
				var modify *schema.ModifyTable
				modify, changes = modificationOf(t, changes)
				modify.Changes = append(modify.Changes, &schema.ModifyForeignKey{From: key, To: t.ForeignKeys[at]})
			}
		}
	})
	return changes
}

// kept are those to which foreign keys refer that are made again: these are there again only when all is done.
func (k keyColumns) kept(changes schema.Changes) keyColumns {
	found := keyColumns{}
	for _, change := range eachChange(changes) {
		if m, ok := change.(*schema.ModifyForeignKey); ok && k.referredBy(m.From) {
			found[columnsKey(m.From.RefTable, m.From.RefColumns)] = true
			found[columnsKey(m.To.RefTable, m.To.RefColumns)] = true
		}
	}
	return found
}
