//go:build js && wasm

package main

import (
	"strconv"
	"strings"

	"ariga.io/atlas/sql/schema"
)

// changeModel names one element that changes: drop_column of table "users", column "email".
type changeModel struct {
	Kind   string `json:"kind"`
	Schema string `json:"schema,omitempty"`
	Table  string `json:"table,omitempty"`
	Name   string `json:"name,omitempty"`
}

// flatten lists every element that the changes touch, those inside a modified table too.
func flatten(changes schema.Changes) []changeModel {
	out := []changeModel{}
	for _, c := range changes {
		switch c := c.(type) {
		case *schema.AddSchema:
			out = append(out, changeModel{Kind: "add_schema", Schema: c.S.Name})
		case *schema.DropSchema:
			out = append(out, changeModel{Kind: "drop_schema", Schema: c.S.Name})
		case *schema.ModifySchema:
			out = append(out, changeModel{Kind: "modify_schema", Schema: c.S.Name})
		case *schema.AddTable:
			out = append(out, ofTable("add_table", c.T, ""))
		case *schema.DropTable:
			out = append(out, ofTable("drop_table", c.T, ""))
		case *schema.RenameTable:
			out = append(out, ofTable("rename_table", c.From, c.To.Name))
		case *schema.ModifyTable:
			out = append(out, ofTable("modify_table", c.T, ""))
			for _, part := range c.Changes {
				kind, name := partOf(part)
				out = append(out, ofTable(kind, c.T, name))
			}
		case *schema.AddObject:
			out = append(out, changeModel{Kind: "add_object", Name: objectName(c.O)})
		case *schema.DropObject:
			out = append(out, changeModel{Kind: "drop_object", Name: objectName(c.O)})
		case *schema.ModifyObject:
			out = append(out, changeModel{Kind: "modify_object", Name: objectName(c.To)})
		default:
			out = append(out, changeModel{Kind: "other"})
		}
	}
	return out
}

// nameKeys calls SQLite's foreign keys without a name by what they refer to: the library gives them numbers, which mean nothing to
// people. Only for those who read of the changes: whoever plans them must know that there is no name.
func nameKeys(changes schema.Changes) {
	name := func(f *schema.ForeignKey) {
		if _, err := strconv.Atoi(f.Symbol); err == nil {
			f.Symbol = strings.Join(names(f.Columns), ", ") + " to " + f.RefTable.Name
		}
	}
	for _, c := range changes {
		m, ok := c.(*schema.ModifyTable)
		if !ok {
			continue
		}
		for _, part := range m.Changes {
			switch part := part.(type) {
			case *schema.DropForeignKey:
				name(part.F)
			case *schema.AddForeignKey:
				name(part.F)
			case *schema.ModifyForeignKey:
				name(part.From)
				name(part.To)
			}
		}
	}
}

func ofTable(kind string, t *schema.Table, name string) changeModel {
	m := changeModel{Kind: kind, Table: t.Name, Name: name}
	if t.Schema != nil {
		m.Schema = t.Schema.Name
	}
	return m
}

func partOf(c schema.Change) (kind, name string) {
	switch c := c.(type) {
	case *schema.AddColumn:
		return "add_column", c.C.Name
	case *schema.DropColumn:
		return "drop_column", c.C.Name
	case *schema.ModifyColumn:
		return "modify_column", c.To.Name
	case *schema.RenameColumn:
		return "rename_column", c.To.Name
	case *schema.AddIndex:
		return "add_index", c.I.Name
	case *schema.DropIndex:
		return "drop_index", c.I.Name
	case *schema.ModifyIndex:
		return "modify_index", c.To.Name
	case *schema.RenameIndex:
		return "rename_index", c.To.Name
	case *schema.AddForeignKey:
		return "add_foreign_key", c.F.Symbol
	case *schema.DropForeignKey:
		return "drop_foreign_key", c.F.Symbol
	case *schema.ModifyForeignKey:
		return "modify_foreign_key", c.To.Symbol
	case *schema.AddCheck:
		return "add_check", c.C.Name
	case *schema.DropCheck:
		return "drop_check", c.C.Name
	case *schema.ModifyCheck:
		return "modify_check", c.To.Name
	case *schema.AddPrimaryKey:
		return "add_primary_key", c.P.Name
	case *schema.DropPrimaryKey:
		return "drop_primary_key", c.P.Name
	case *schema.ModifyPrimaryKey:
		return "modify_primary_key", c.To.Name
	}
	return "modify_attribute", ""
}

func objectName(o schema.Object) string {
	if e, ok := o.(*schema.EnumType); ok {
		return e.T
	}
	return ""
}
