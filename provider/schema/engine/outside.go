//go:build js && wasm

package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlclient"
)

// outside are the foreign keys of a state to tables that it does not hold: of schemas that are not read, excluded ones, and those
// that the library passes over, such as partitions. A document has no word for them.
func outside(r *schema.Realm) []*schema.ForeignKey {
	held := map[*schema.Table]bool{}
	for _, s := range r.Schemas {
		for _, t := range s.Tables {
			held[t] = true
		}
	}
	var keys []*schema.ForeignKey
	for _, s := range r.Schemas {
		for _, t := range s.Tables {
			for _, k := range t.ForeignKeys {
				if !held[k.RefTable] {
					keys = append(keys, k)
				}
			}
		}
	}
	return keys
}

// keepOutside takes over the foreign keys that a document could not have said, where their columns are wanted.
func keepOutside(from, to *schema.Realm) {
	keys := outside(from)
	eachTablePair(from, to, func(f, t *schema.Table) {
		for _, k := range f.ForeignKeys {
			if _, ok := t.ForeignKey(k.Symbol); ok || !slices.Contains(keys, k) {
				continue
			}
			own := *k
			own.Table, own.Columns = t, nil
			for _, c := range k.Columns {
				if wanted, ok := t.Column(c.Name); ok {
					own.Columns = append(own.Columns, wanted)
				}
			}
			if len(own.Columns) == len(k.Columns) {
				t.ForeignKeys = append(t.ForeignKeys, &own)
			}
		}
	})
}

// normalForm is what tells a state from others: its document, and below it the foreign keys that a document cannot say, as comments.
func normalForm(c *sqlclient.Client, r *schema.Realm) ([]byte, error) {
	spec, err := document(c, r)
	keys := outside(r)
	if err == nil || len(keys) == 0 {
		return spec, err
	}
	defer leaveOut(r, keys).run()
	if spec, err = document(c, r); err != nil {
		return nil, err
	}
	b := bytes.NewBuffer(spec)
	for _, k := range keys {
		fmt.Fprintf(b, "// %s (%s) to (%s)", title(k), named(k.Columns), named(k.RefColumns))
		if k.OnUpdate != "" {
			fmt.Fprintf(b, " on update %s", k.OnUpdate)
		}
		if k.OnDelete != "" {
			fmt.Fprintf(b, " on delete %s", k.OnDelete)
		}
		b.WriteByte('\n')
	}
	return b.Bytes(), nil
}

// leaveOut takes foreign keys out of their tables, and returns what puts them back.
func leaveOut(r *schema.Realm, keys []*schema.ForeignKey) (back undo) {
	for _, s := range r.Schemas {
		for _, t := range s.Tables {
			set(&back, &t.ForeignKeys, slices.DeleteFunc(slices.Clone(t.ForeignKeys), func(k *schema.ForeignKey) bool {
				return slices.Contains(keys, k)
			}))
		}
	}
	return back
}

// title names a foreign key and the table that it refers to.
func title(k *schema.ForeignKey) string {
	return fmt.Sprintf("foreign key %q of table %s refers to table %s", k.Symbol, tableName(k.Table), tableName(k.RefTable))
}

func tableName(t *schema.Table) string {
	if t.Schema == nil || t.Schema.Name == "" {
		return fmt.Sprintf("%q", t.Name)
	}
	return fmt.Sprintf("%q", t.Schema.Name+"."+t.Name)
}

func named(cols []*schema.Column) string { return strings.Join(names(cols), ", ") }
