//go:build js && wasm

package main

import (
	"strings"

	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlclient"
)

// setDefaultsAside takes the defaults of a document of PostgreSQL that take numbers from sequences, which the dev database does not
// have, or not yet. It returns what gives them to the state that was made, in the server's words.
func setDefaultsAside(r *schema.Realm) (mark func(made *schema.Realm)) {
	aside := map[columnID]schema.Expr{}
	eachColumnAt(r, func(at columnID, c *schema.Column) {
		if name, ok := nextOf(c); ok {
			aside[at] = &schema.RawExpr{X: "nextval(" + textOf(name) + "::regclass)"}
			c.Default = nil
		}
	})
	return func(made *schema.Realm) {
		eachColumnAt(made, func(at columnID, c *schema.Column) {
			if x := aside[at]; x != nil {
				c.Default = x
			}
		})
	}
}

// nameShared lets defaults that take numbers from the sequence of another column name that as it is called where it is: it may be
// called otherwise than in the dev database, such as after its table has been renamed.
func nameShared(c *sqlclient.Client, from, to *schema.Realm) {
	bound := c.URL.Schema != ""
	at := func(id columnID) columnID {
		if bound {
			id.schema = ""
		}
		return id
	}
	sources := func(r *schema.Realm, visit func(columnID, *schema.Column, *sequence)) {
		for _, s := range r.Schemas {
			for _, t := range s.Tables {
				for _, c := range t.Columns {
					if n := attrOf[*numbers](c.Attrs); n != nil && n.Source != nil {
						visit(at(idOf(t, c)), c, n.Source)
					}
				}
			}
		}
	}
	own, texts := map[columnID]*sequence{}, map[[2]string]schema.Expr{}
	sources(from, func(id columnID, c *schema.Column, s *sequence) {
		if s.Own {
			own[id] = s
		} else {
			texts[[2]string{s.Schema, s.Name}] = c.Default
		}
	})
	sources(to, func(_ columnID, c *schema.Column, wanted *sequence) {
		s := own[at(wanted.owner)]
		if s == nil || wanted.Own || s.Name == wanted.Name && (bound || s.Schema == wanted.Schema) {
			return
		}
		if c.Default = texts[[2]string{s.Schema, s.Name}]; c.Default == nil {
			name := quotedName(&schema.Table{Name: s.Name, Schema: &schema.Schema{Name: s.Schema}}, bound)
			c.Default = &schema.RawExpr{X: "nextval(" + textOf(name) + "::regclass)"}
		}
	})
}

// nextOf is the name in SQL of the sequence that gives a column its default, where that is none of a serial.
func nextOf(c *schema.Column) (name string, ok bool) {
	if x, isExpr := c.Default.(*schema.RawExpr); isExpr {
		if m := takesNext.FindStringSubmatch(x.X); m != nil {
			return strings.ReplaceAll(m[1], "''", "'"), true
		}
	}
	return "", false
}

// eachTableAt visits the tables with their places, which are the same in a document and in what was made of it.
func eachTableAt(r *schema.Realm, visit func(columnID, *schema.Table)) {
	for _, s := range r.Schemas {
		for _, t := range s.Tables {
			at := columnID{schema: s.Name, table: t.Name}
			if len(r.Schemas) == 1 {
				// A dev database that is bound to a schema may call it otherwise.
				at.schema = ""
			}
			visit(at, t)
		}
	}
}

// eachColumnAt does the same for columns.
func eachColumnAt(r *schema.Realm, visit func(columnID, *schema.Column)) {
	eachTableAt(r, func(at columnID, t *schema.Table) {
		for _, c := range t.Columns {
			at.column = c.Name
			visit(at, c)
		}
	})
}
