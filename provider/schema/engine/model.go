//go:build js && wasm

package main

import (
	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlclient"
)

// The shape of `schema inspect --format '{{ json . }}'`.
type (
	realmModel struct {
		Schemas []schemaModel `json:"schemas"`
	}
	schemaModel struct {
		Name   string       `json:"name"`
		Tables []tableModel `json:"tables,omitempty"`
	}
	tableModel struct {
		Name        string            `json:"name"`
		Columns     []columnModel     `json:"columns,omitempty"`
		Indexes     []indexModel      `json:"indexes,omitempty"`
		PrimaryKey  *indexModel       `json:"primary_key,omitempty"`
		ForeignKeys []foreignKeyModel `json:"foreign_keys,omitempty"`
	}
	columnModel struct {
		Name string `json:"name"`
		Type string `json:"type,omitempty"`
		Null bool   `json:"null,omitempty"`
	}
	indexModel struct {
		Name   string      `json:"name,omitempty"`
		Unique bool        `json:"unique,omitempty"`
		Parts  []partModel `json:"parts,omitempty"`
	}
	partModel struct {
		Desc   bool   `json:"desc,omitempty"`
		Column string `json:"column,omitempty"`
		Expr   string `json:"expr,omitempty"`
	}
	foreignKeyModel struct {
		Name       string   `json:"name"`
		Columns    []string `json:"columns,omitempty"`
		References struct {
			Table   string   `json:"table"`
			Columns []string `json:"columns,omitempty"`
		} `json:"references"`
	}
)

func modelOf(r *schema.Realm, c *sqlclient.Client) *realmModel {
	out := &realmModel{Schemas: []schemaModel{}}
	for _, s := range r.Schemas {
		m := schemaModel{Name: s.Name}
		for _, t := range s.Tables {
			m.Tables = append(m.Tables, tableOf(t, c))
		}
		out.Schemas = append(out.Schemas, m)
	}
	return out
}

func tableOf(t *schema.Table, c *sqlclient.Client) tableModel {
	m := tableModel{Name: t.Name}
	for _, col := range t.Columns {
		m.Columns = append(m.Columns, columnModel{Name: col.Name, Type: typeOf(col, c), Null: col.Type.Null})
	}
	for _, i := range t.Indexes {
		m.Indexes = append(m.Indexes, indexOf(i))
	}
	if t.PrimaryKey != nil {
		pk := indexOf(t.PrimaryKey)
		pk.Name, pk.Unique = "", false
		m.PrimaryKey = &pk
	}
	for _, f := range t.ForeignKeys {
		fk := foreignKeyModel{Name: f.Symbol, Columns: names(f.Columns)}
		fk.References.Table, fk.References.Columns = f.RefTable.Name, names(f.RefColumns)
		m.ForeignKeys = append(m.ForeignKeys, fk)
	}
	return m
}

func typeOf(col *schema.Column, c *sqlclient.Client) string {
	if f, ok := c.Driver.(schema.TypeParseFormatter); ok {
		if text, err := f.FormatType(col.Type.Type); err == nil {
			return text
		}
	}
	return col.Type.Raw
}

func indexOf(i *schema.Index) indexModel {
	m := indexModel{Name: i.Name, Unique: i.Unique}
	for _, p := range i.Parts {
		part := partModel{Desc: p.Desc}
		if p.C != nil {
			part.Column = p.C.Name
		} else if x, ok := p.X.(*schema.RawExpr); ok {
			part.Expr = x.X
		}
		m.Parts = append(m.Parts, part)
	}
	return m
}

func names(cols []*schema.Column) []string {
	out := make([]string, len(cols))
	for i, c := range cols {
		out[i] = c.Name
	}
	return out
}
