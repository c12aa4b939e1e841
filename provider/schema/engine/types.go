//go:build js && wasm

package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"ariga.io/atlas/sql/postgres"
	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlclient"
)

// eachColumn visits all columns.
func eachColumn(r *schema.Realm, visit func(*schema.Column)) {
	for _, s := range r.Schemas {
		for _, t := range s.Tables {
			for _, c := range t.Columns {
				visit(c)
			}
		}
	}
}

// nameScales lets numbers that are rounded to tens or more be types that the library takes as they are: it writes no scale below
// zero.
func nameScales(r *schema.Realm) {
	eachColumn(r, func(c *schema.Column) {
		c.Type.Type = withScale(c.Type.Type)
		if a, ok := c.Type.Type.(*postgres.ArrayType); ok {
			a.Type = withScale(a.Type)
		}
	})
}

func withScale(t schema.Type) schema.Type {
	if d, ok := t.(*schema.DecimalType); ok && d.Scale < 0 {
		return &postgres.UserDefinedType{T: fmt.Sprintf("numeric(%d,%d)", d.Precision, d.Scale)}
	}
	return t
}

// nameQuotedArrays does the same for arrays of a type whose name needs quotes: the library writes it in small letters.
func nameQuotedArrays(r *schema.Realm) {
	eachColumn(r, func(c *schema.Column) {
		a, ok := c.Type.Type.(*postgres.ArrayType)
		if ok && strings.Contains(a.T, `"`) {
			c.Type.Type = &postgres.UserDefinedType{T: a.T}
		}
	})
}

// resolveArrays finds the enums that arrays of a document are of, which it names by their SQL: else the library makes the table
// before its enum, and does not quote the name.
func resolveArrays(r *schema.Realm) {
	for _, s := range r.Schemas {
		for _, t := range s.Tables {
			for _, c := range t.Columns {
				if a, ok := c.Type.Type.(*postgres.ArrayType); ok {
					if e := enumNamed(r, s, strings.TrimSuffix(a.T, "[]")); e != nil {
						a.Type = e
					}
				}
			}
		}
	}
}

func enumNamed(r *schema.Realm, at *schema.Schema, name string) *schema.EnumType {
	local := unqualified(name)
	if prefix := strings.TrimSuffix(name, local); prefix != "" {
		found, ok := r.Schema(unquoted(strings.TrimSuffix(prefix, ".")))
		if !ok {
			return nil
		}
		at = found
	}
	for _, o := range at.Objects {
		if e, ok := o.(*schema.EnumType); ok && e.T == unquoted(local) {
			return e
		}
	}
	return nil
}

func unquoted(name string) string {
	if inside, ok := strings.CutPrefix(name, `"`); ok {
		return strings.ReplaceAll(strings.TrimSuffix(inside, `"`), `""`, `"`)
	}
	return name
}

// withNamedTypes adds the changes from one type that the library only knows the name of to another: domains, composite types, and
// types of extensions with their sizes. It compares them with themselves, and arrays of enums without their schemas.
func withNamedTypes(changes schema.Changes, from, to *schema.Realm, skip []string) schema.Changes {
	if slices.Contains(skip, "modify_column") || slices.Contains(skip, "modify_table") {
		return changes
	}
	eachPair(from, to, func(table *schema.Table, f, t *schema.Column) {
		a, aOk := f.Type.Type.(*postgres.UserDefinedType)
		b, bOk := t.Type.Type.(*postgres.UserDefinedType)
		if aOk && bOk && a.T != b.T || differInSchema(enumOfArray(f), enumOfArray(t)) {
			changes = withChange(changes, table, &schema.ModifyColumn{From: f, To: t, Change: schema.ChangeType})
		}
	})
	return changes
}

func enumOfArray(c *schema.Column) *schema.EnumType {
	if a, ok := c.Type.Type.(*postgres.ArrayType); ok {
		if e, ok := a.Type.(*schema.EnumType); ok {
			return e
		}
	}
	return nil
}

func differInSchema(a, b *schema.EnumType) bool {
	return a != nil && b != nil && a.Schema != nil && b.Schema != nil && a.Schema.Name != b.Schema.Name
}

// nameExtensionTypes calls a type that is there as the one of an extension that is wanted, where only their schemas differ: the dev
// database can have the extension elsewhere.
func nameExtensionTypes(ctx context.Context, dev *sqlclient.Client, from, to *schema.Realm) (err error) {
	known := map[string]bool{}
	eachPair(from, to, func(_ *schema.Table, f, t *schema.Column) {
		a, b := userDefined(f.Type.Type), userDefined(t.Type.Type)
		if err != nil || a == nil || b == nil || a.T == b.T || unqualified(a.T) != unqualified(b.T) {
			return
		}
		extends, asked := known[b.T]
		if !asked {
			extends, err = ofExtension(ctx, dev, b.T)
			known[b.T] = extends
		}
		if _, array := f.Type.Type.(*postgres.ArrayType); extends && array {
			f.Type.Type = t.Type.Type
		} else if extends {
			a.T = b.T
		}
	})
	return err
}

// userDefined is a type that the library only knows the name of, or that an array is of.
func userDefined(t schema.Type) *postgres.UserDefinedType {
	if a, ok := t.(*postgres.ArrayType); ok {
		t = a.Type
	}
	u, _ := t.(*postgres.UserDefinedType)
	return u
}

func ofExtension(ctx context.Context, c *sqlclient.Client, name string) (found bool, err error) {
	found, err = scalar[bool](ctx, c, `SELECT EXISTS (SELECT FROM pg_depend
		WHERE classid = 'pg_type'::regclass AND objid = to_regtype($1) AND deptype = 'e')`, name)
	if err != nil {
		return false, fmt.Errorf("asking what type %s belongs to: %w", name, err)
	}
	return found, nil
}

func unqualified(name string) string {
	quoted, start := false, 0
	for i, c := range name {
		switch {
		case c == '"':
			quoted = !quoted
		case c == '.' && !quoted:
			start = i + 1
		case c == '(' && !quoted:
			return name[start:]
		}
	}
	return name[start:]
}

// withChange adds the change of a column to those of its table.
func withChange(changes schema.Changes, table *schema.Table, change *schema.ModifyColumn) schema.Changes {
	modify, changes := modificationOf(table, changes)
	for _, c := range modify.Changes {
		if m, ok := c.(*schema.ModifyColumn); ok && m.To == change.To {
			m.Change |= change.Change
			return changes
		}
	}
	modify.Changes = append(modify.Changes, change)
	return changes
}

// modificationOf is the change of a table among others; a new one, where there was none.
func modificationOf(table *schema.Table, changes schema.Changes) (*schema.ModifyTable, schema.Changes) {
	for _, c := range changes {
		if m, ok := c.(*schema.ModifyTable); ok && m.T == table {
			return m, changes
		}
	}
	modify := &schema.ModifyTable{T: table}
	return modify, append(changes, modify)
}
