//go:build js && wasm

package main

import (
	"slices"
	"strings"

	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlite"
)

// respelled is a name that is wanted in other letters than it has, and that the database takes for the same.
type respelled struct {
	// Kind is one of schema, table, column, index, foreign_key and check.
	Kind   string `json:"kind"`
	Schema string `json:"schema,omitempty"`
	// Table as it is called.
	Table string `json:"table,omitempty"`
	// Name is how it is called, Wanted how it is wanted.
	Name   string `json:"name"`
	Wanted string `json:"wanted"`
}

// naming gives what is wanted the names that it has in the database, where that takes them for the same. Compared byte by byte, it
// would be dropped, and made anew.
type naming struct {
	letters *letters
	dialect string
	found   []respelled
	undo    undo
}

// takeNames changes the desired state, which undo changes back.
func takeNames(from, to *schema.Realm, like *letters, dialect string) *naming {
	n := &naming{letters: like, dialect: dialect}
	if dialect == "postgres" {
		return n
	}
	for s, name := range respellings(from.Schemas, to.Schemas, func(s *schema.Schema) *string { return &s.Name }, like.tables) {
		requalify(s, "`"+s.Name+"`.", "`"+name+"`.", &n.undo)
		n.take("schema", respelled{}, &s.Name, name)
	}
	for _, s := range to.Schemas {
		if there, ok := from.Schema(s.Name); ok {
			n.tables(there, s)
		}
	}
	eachTablePair(from, to, n.parts)
	n.references(from, to)
	eachTablePair(from, to, n.expressions)
	return n
}

// unrenamed makes no renaming of a modified column whose name is the same in other letters.
func unrenamed(changes schema.Changes) schema.Changes {
	for _, c := range changes {
		if m, ok := c.(*schema.ModifyTable); ok {
			unrenamed(m.Changes)
		}
		if m, ok := c.(*schema.ModifyColumn); ok && m.From.Name != m.To.Name {
			from := *m.From
			from.Name, m.From = m.To.Name, &from
		}
	}
	return changes
}

func (n *naming) take(kind string, in respelled, name *string, there string) {
	n.found = append(n.found, respelled{kind, in.Schema, in.Table, there, *name})
	set(&n.undo, name, there)
}

func (n *naming) tables(from, to *schema.Schema) {
	for t, name := range respellings(from.Tables, to.Tables, func(t *schema.Table) *string { return &t.Name }, n.letters.tables) {
		n.take("table", respelled{Schema: to.Name}, &t.Name, name)
	}
}

func (n *naming) parts(from, to *schema.Table) {
	in, same := respelled{Schema: placeOfTable(from)[0], Table: from.Name}, n.letters.parts
	for c, name := range respellings(from.Columns, to.Columns, func(c *schema.Column) *string { return &c.Name }, same) {
		n.take("column", in, &c.Name, name)
	}
	for i, name := range respellings(from.Indexes, to.Indexes, func(i *schema.Index) *string { return &i.Name }, same) {
		if isUnnamed(i) {
			set(&n.undo, &i.Name, name)
		} else {
			n.take("index", in, &i.Name, name)
		}
	}
	for f, name := range respellings(from.ForeignKeys, to.ForeignKeys, func(f *schema.ForeignKey) *string { return &f.Symbol }, same) {
		n.take("foreign_key", in, &f.Symbol, name)
	}
	for c, name := range respellings(from.Checks(), to.Checks(), func(c *schema.Check) *string { return &c.Name }, same) {
		n.take("check", in, &c.Name, name)
	}
}

// references are the names of tables that are not read, such as excluded ones, and of their columns.
func (n *naming) references(from, to *schema.Realm) {
	there := outside(from)
	for _, f := range outside(to) {
		at := slices.IndexFunc(there, func(k *schema.ForeignKey) bool {
			return placeOfTable(k.Table) == placeOfTable(f.Table) && n.letters.tables(k.RefTable.Name, f.RefTable.Name) &&
				slices.EqualFunc(names(k.RefColumns), names(f.RefColumns), n.letters.parts)
		})
		if at < 0 {
			continue
		}
		set(&n.undo, &f.RefTable.Name, there[at].RefTable.Name)
		for i, c := range f.RefColumns {
			set(&n.undo, &c.Name, there[at].RefColumns[i].Name)
		}
	}
}

// expressions are taken as they are where nothing but the letters of names differs.
func (n *naming) expressions(from, to *schema.Table) {
	known := append(names(to.Columns), to.Name)
	alike := func(a, b string) bool {
		return a != b && strings.EqualFold(a, b) && n.alike(a, b, known)
	}
	for _, c := range to.Columns {
		there, ok := from.Column(c.Name)
		if !ok {
			continue
		}
		a, b := attrOf[*schema.GeneratedExpr](there.Attrs), attrOf[*schema.GeneratedExpr](c.Attrs)
		if a != nil && b != nil && alike(a.Expr, b.Expr) {
			set(&n.undo, &b.Expr, a.Expr)
		}
		x, isX := there.Default.(*schema.RawExpr)
		y, isY := c.Default.(*schema.RawExpr)
		if isX && isY && alike(x.X, y.X) {
			set(&n.undo, &y.X, x.X)
		}
	}
	for _, i := range to.Indexes {
		if there, ok := from.Index(i.Name); ok {
			n.indexExpressions(there, i, alike)
		}
	}
	for _, c := range to.Checks() {
		for _, there := range from.Checks() {
			if there.Name == c.Name && alike(there.Expr, c.Expr) {
				set(&n.undo, &c.Expr, there.Expr)
			}
		}
	}
}

func (n *naming) indexExpressions(from, to *schema.Index, alike func(a, b string) bool) {
	a, b := attrOf[*sqlite.IndexPredicate](from.Attrs), attrOf[*sqlite.IndexPredicate](to.Attrs)
	if a != nil && b != nil && alike(a.P, b.P) {
		set(&n.undo, &b.P, a.P)
	}
	if len(from.Parts) != len(to.Parts) {
		return
	}
	for i := range to.Parts {
		x, isX := from.Parts[i].X.(*schema.RawExpr)
		y, isY := to.Parts[i].X.(*schema.RawExpr)
		if isX && isY && alike(x.X, y.X) {
			set(&n.undo, &y.X, x.X)
		}
	}
}

// alike tells whether two expressions are the same but for the letters of names that the table knows.
func (n *naming) alike(a, b string, known []string) bool {
	return slices.EqualFunc(namesAndMarks(a, rules{Dialect: n.dialect}), namesAndMarks(b, rules{Dialect: n.dialect}), func(a, b string) bool {
		name := plainName(a)
		return a == b || n.letters.parts(name, plainName(b)) && slices.ContainsFunc(known, func(k string) bool { return n.letters.parts(k, name) })
	})
}
