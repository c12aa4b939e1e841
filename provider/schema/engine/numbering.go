//go:build js && wasm

package main

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"ariga.io/atlas/sql/postgres"
	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlclient"
)

// numbers are the sequences of a column of PostgreSQL, which the library knows by their usual names alone.
type numbers struct {
	schema.Attr
	// Source gives the column its numbers: its default's sequence, or its identity's. Nil where it has neither, and where the default is
	// more than the next number.
	Source *sequence
	// Idle are others that belong to the column.
	Idle []*sequence
}

type sequence struct {
	Schema, Name string
	// Own tells that the sequence belongs to the column, and goes with it.
	Own bool
	// owner is the column that the sequence belongs to.
	owner columnID
	// users is how many defaults take numbers from it.
	users int
}

// goes tells whether the sequence may be dropped once its column needs it no more.
func (s *sequence) goes() bool { return s.Own && s.users <= 1 }

// isUsual tells whether a sequence that belongs to no column is called as one of a serial column is: there it was made by hand for it.
func (s *sequence) isUsual(at columnID) bool {
	return s != nil && s.owner == (columnID{}) && s.Schema == at.schema && s.Name == at.table+"_"+at.column+"_seq"
}

const sequencesQuery = `
SELECT sn.nspname, s.relname, d.role, coalesce(d.expr, ''), n.nspname, c.relname, a.attname
  FROM pg_catalog.pg_sequence q
  JOIN pg_catalog.pg_class s ON s.oid = q.seqrelid
  JOIN pg_catalog.pg_namespace sn ON sn.oid = s.relnamespace,
  LATERAL (
    SELECT CASE o.deptype WHEN 'i' THEN 'identity' ELSE 'owner' END, o.refobjid, o.refobjsubid, NULL FROM pg_catalog.pg_depend o
     WHERE o.classid = 'pg_catalog.pg_class'::regclass AND o.objid = q.seqrelid
       AND o.refclassid = 'pg_catalog.pg_class'::regclass AND o.refobjsubid > 0 AND o.deptype IN ('a', 'i')
    UNION ALL
    SELECT 'user', f.adrelid, f.adnum, pg_catalog.pg_get_expr(f.adbin, f.adrelid) FROM pg_catalog.pg_depend u JOIN pg_catalog.pg_attrdef f ON f.oid = u.objid
     WHERE u.classid = 'pg_catalog.pg_attrdef'::regclass
       AND u.refclassid = 'pg_catalog.pg_class'::regclass AND u.refobjid = q.seqrelid AND u.deptype = 'n'
  ) d (role, relid, attnum, expr)
  JOIN pg_catalog.pg_class c ON c.oid = d.relid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.attnum
 ORDER BY 1, 2, d.role, 5, 6, 7`

// takesNext is a default that is the next number of a sequence, and nothing else. The server writes the type that the name is read as.
var takesNext = regexp.MustCompile(`(?is)^\s*nextval\(\s*'((?:[^']|'')+)'(?:::regclass)?\s*\)\s*$`)

// usesOf are the sequences of a column by their roles, and the default that takes numbers from them.
type usesOf struct {
	roles map[string][]*sequence
	expr  string
}

// readNumbers notes the sequences of columns. A column of integers whose default is the next number of a sequence of its own is one
// of a serial, whatever the sequence is called, and hardly any other is: the library takes it for one by the name. It would make tables with a
// default that uses a sequence which is not there, and change the sequence of another table, or give a new table one of its own.
func readNumbers(ctx context.Context, c *sqlclient.Client, r *schema.Realm) error {
	rows, err := c.QueryContext(ctx, sequencesQuery)
	if err != nil {
		return fmt.Errorf("reading the sequences of columns: %w", err)
	}
	defer rows.Close()
	found := map[[2]string]*sequence{}
	uses := map[columnID]*usesOf{}
	for rows.Next() {
		var in, name, role, expr string
		var at columnID
		if err := rows.Scan(&in, &name, &role, &expr, &at.schema, &at.table, &at.column); err != nil {
			return err
		}
		s := found[[2]string{in, name}]
		if s == nil {
			s = &sequence{Schema: in, Name: name}
			found[[2]string{in, name}] = s
		}
		if uses[at] == nil {
			uses[at] = &usesOf{roles: map[string][]*sequence{}}
		}
		if role == "user" {
			s.users++
			uses[at].expr = expr
		} else {
			s.owner = at
		}
		uses[at].roles[role] = append(uses[at].roles[role], s)
	}
	for _, s := range r.Schemas {
		for _, t := range s.Tables {
			for _, column := range t.Columns {
				if u := uses[idOf(t, column)]; u != nil {
					noteNumbers(idOf(t, column), column, u)
				}
			}
		}
	}
	return rows.Err()
}

func noteNumbers(at columnID, column *schema.Column, u *usesOf) {
	n := &numbers{}
	for _, s := range u.roles["identity"] {
		n.Source = &sequence{s.Schema, s.Name, true, s.owner, s.users}
	}
	if takesNext.MatchString(u.expr) {
		for _, s := range u.roles["user"] {
			n.Source = &sequence{s.Schema, s.Name, false, s.owner, s.users}
		}
	}
	for _, s := range u.roles["owner"] {
		if n.Source != nil && n.Source.Schema == s.Schema && n.Source.Name == s.Name {
			n.Source.Own = true
		} else {
			n.Idle = append(n.Idle, &sequence{s.Schema, s.Name, true, s.owner, s.users})
		}
	}
	column.Attrs = append(column.Attrs, n)
	switch own := n.Source != nil && n.Source.Own; {
	case own && !isSerial(column) && !isIdentity(column):
		beSerial(column, n.Source.Name)
	case !own && isSerial(column) && u.expr != "" && !n.Source.isUsual(at):
		beInteger(column, u.expr)
	}
}

// beSerial takes a column that a sequence of its own gives its numbers for one of a serial.
func beSerial(column *schema.Column, sequence string) {
	if integer, ok := column.Type.Type.(*schema.IntegerType); ok {
		of := &postgres.SerialType{SequenceName: sequence}
		of.SetType(integer)
		column.Type.Type, column.Type.Raw, column.Default = of, of.T, nil
	}
}

// beInteger takes a column for none of a serial: its default is an expression like others.
func beInteger(column *schema.Column, expr string) {
	integer := column.Type.Type.(*postgres.SerialType).IntegerType()
	column.Type.Type, column.Type.Raw, column.Default = integer, integer.T, &schema.RawExpr{X: expr}
}

// nameSerials does the same for a document that was made in an empty database: what sequences are there come from serials.
func nameSerials(r *schema.Realm) {
	eachColumn(r, func(c *schema.Column) {
		if x, ok := c.Default.(*schema.RawExpr); ok {
			if m := takesNext.FindStringSubmatch(x.X); m != nil {
				beSerial(c, unquoted(unqualified(strings.ReplaceAll(m[1], "''", "'"))))
			}
		}
	})
}

// sourceOf is what gives a column its numbers; nil where nothing does. A document tells no names: there they are the usual ones.
func sourceOf(t *schema.Table, column *schema.Column) *sequence {
	if n := attrOf[*numbers](column.Attrs); n != nil && n.Source != nil {
		return n.Source
	}
	usual := &sequence{Schema: t.Schema.Name, Name: t.Name + "_" + column.Name + "_seq", Own: true}
	if s, ok := column.Type.Type.(*postgres.SerialType); ok {
		if s.SequenceName != "" {
			usual.Name = s.SequenceName
		}
		return usual
	}
	if isIdentity(column) {
		return usual
	}
	return nil
}

func isIdentity(c *schema.Column) bool { return attrOf[*postgres.Identity](c.Attrs) != nil }

func isSerial(c *schema.Column) bool {
	_, ok := c.Type.Type.(*postgres.SerialType)
	return ok
}
