//go:build js && wasm

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/postgres"
	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlclient"
)

// spelling is an expression of a table that is written otherwise there than wanted. PostgreSQL does not keep the text of an expression,
// but what it understood, and writes that anew whenever it is asked. What it writes it need not write again of what it reads in it:
// of `a IN ('x')` it makes `ARRAY['x'::varchar]::text[]`, and of that `ARRAY[('x'::varchar)::text]`.
type spelling struct {
	// Table is as SQL names it, in the dev database.
	Table string `json:"table"`
	From  string `json:"from"`
	To    string `json:"to"`
	// Value tells that no columns are in it: then, too, what comes to the same value is the same.
	Value bool `json:"value"`
	table *schema.Table
	// settle makes them literally equal, and differ what the library takes for different until they are restored; nil where they are.
	settle, differ, restore func()
}

type spellingsIn struct {
	// Make are statements that make as much of the tables as the expressions need, in an empty database.
	Make      []string   `json:"make"`
	Spellings []spelling `json:"spellings"`
}

// settleSpellings takes expressions for equal that the server does, and asks only where they are not literally so. What is wanted keeps
// its words, and once it is compared, back gives back those of what is there and is different.
func settleSpellings(ctx context.Context, c *sqlclient.Client, from, to *schema.Realm, in planIn) (back undo, err error) {
	var found []spelling
	eachTablePair(from, to, func(f, t *schema.Table) {
		for _, s := range spellingsOf(f, t) {
			s.table, s.Table = t, quotedName(t, c.URL.Schema != "")
			found = append(found, s)
		}
	})
	if len(found) == 0 || in.Settler == 0 {
		return nil, nil
	}
	question, err := json.Marshal(spellingsIn{making(ctx, c, found), found})
	if err != nil {
		return nil, err
	}
	reply, err := await(host.Call("answer", in.Settler, string(question)))
	if err != nil {
		return nil, fmt.Errorf("comparing expressions: %w", err)
	}
	var alike []bool
	if err := json.Unmarshal([]byte(reply), &alike); err != nil {
		return nil, err
	}
	for i, is := range alike {
		switch s := found[i]; {
		case is:
			s.settle()
		case s.differ != nil:
			s.differ()
			back = append(back, s.restore)
		}
	}
	return back, nil
}

// spellingsOf finds the expressions of elements that both tables have.
func spellingsOf(from, to *schema.Table) (found []spelling) {
	add := func(f, t *string) {
		if *f != *t {
			found = append(found, spelling{From: *f, To: *t, settle: func() { *f = *t }})
		}
	}
	addExpr := func(f, t schema.Expr) {
		fx, fOk := f.(*schema.RawExpr)
		tx, tOk := t.(*schema.RawExpr)
		if fOk && tOk {
			add(&fx.X, &tx.X)
		}
	}
	wanted := map[string]*schema.Check{}
	for _, t := range to.Checks() {
		wanted[t.Name] = t
	}
	for _, f := range from.Checks() {
		if t, ok := wanted[f.Name]; ok {
			add(&f.Expr, &t.Expr)
		}
	}
	for _, f := range from.Columns {
		if t, ok := to.Column(f.Name); ok {
			fx, tx := attrOf[*schema.GeneratedExpr](f.Attrs), attrOf[*schema.GeneratedExpr](t.Attrs)
			if fx != nil && tx != nil {
				add(&fx.Expr, &tx.Expr)
			}
			if s, ok := defaultSpelling(f, t); ok {
				found = append(found, s)
			}
		}
	}
	for _, f := range from.Indexes {
		t, ok := to.Index(f.Name)
		if !ok {
			continue
		}
		fx, tx := attrOf[*postgres.IndexPredicate](f.Attrs), attrOf[*postgres.IndexPredicate](t.Attrs)
		if fx != nil && tx != nil {
			add(&fx.P, &tx.P)
		}
		for _, p := range f.Parts {
			for _, w := range t.Parts {
				if p.SeqNo == w.SeqNo {
					addExpr(p.X, w.X)
				}
			}
		}
	}
	fk, tk := attrOf[*postgres.Partition](from.Attrs), attrOf[*postgres.Partition](to.Attrs)
	if fk != nil && tk != nil && len(fk.Parts) == len(tk.Parts) {
		for i, p := range fk.Parts {
			addExpr(p.X, tk.Parts[i].X)
		}
	}
	return found
}

// attrOf is the attribute of a kind; nil where there is none.
func attrOf[A schema.Attr](attrs []schema.Attr) (found A) {
	for _, a := range attrs {
		if one, ok := a.(A); ok {
			return one
		}
	}
	return found
}

func quotedName(t *schema.Table, bound bool) string {
	if bound || t.Schema == nil {
		return quotedIdent(t.Name)
	}
	return quotedIdent(t.Schema.Name) + "." + quotedIdent(t.Name)
}

func quotedIdent(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// making writes the tables with the columns that expressions name, and nothing else: they cannot depend on more, and the types of the
// rest need not be known to the dev database. What cannot be written leaves the expressions as they are.
func making(ctx context.Context, c *sqlclient.Client, spellings []spelling) []string {
	var schemas, types, tables schema.Changes
	made := map[any]bool{}
	once := func(key any) bool {
		first := !made[key]
		made[key] = true
		return first
	}
	for _, s := range spellings {
		if !once(s.table) {
			continue
		}
		if c.URL.Schema == "" && once(s.table.Schema) {
			schemas = append(schemas, &schema.AddSchema{S: schema.New(s.table.Schema.Name), Extra: []schema.Clause{&schema.IfNotExists{}}})
		}
		bare := &schema.Table{Name: s.table.Name, Schema: s.table.Schema}
		for _, column := range s.table.Columns {
			if !namedIn(column.Name, s.table, spellings) {
				continue
			}
			bare.AddColumns(&schema.Column{Name: column.Name, Type: plainly(column.Type)})
			if e := enumOf(column); e != nil && once(e) {
				types = append(types, &schema.AddObject{O: e})
			}
		}
		tables = append(tables, &schema.AddTable{T: bare})
	}
	statements := []string{}
	for _, change := range append(append(schemas, types...), tables...) {
		planned, err := c.PlanChanges(ctx, "spellings", schema.Changes{change}, scopeOf(c, "", migrate.PlanModeInPlace))
		if err != nil {
			continue
		}
		for _, p := range planned.Changes {
			statements = append(statements, p.Cmd)
		}
	}
	return statements
}

// plainly is a type for a column that takes numbers from no sequence: one of a serial has to be there without being null.
func plainly(t *schema.ColumnType) *schema.ColumnType {
	if s, ok := t.Type.(*postgres.SerialType); ok {
		return &schema.ColumnType{Type: s.IntegerType()}
	}
	return t
}

func namedIn(column string, t *schema.Table, spellings []spelling) bool {
	quoted := strings.ReplaceAll(column, `"`, `""`)
	for _, s := range spellings {
		if s.table == t && (strings.Contains(s.From, quoted) || strings.Contains(s.To, quoted)) {
			return true
		}
	}
	return false
}

func enumOf(c *schema.Column) *schema.EnumType {
	if e, ok := c.Type.Type.(*schema.EnumType); ok {
		return e
	}
	return enumOfArray(c)
}
