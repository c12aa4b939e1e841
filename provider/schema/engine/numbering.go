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
	// Source gives the column its numbers: its default's sequence, or its identity's. Nil where it has neither.
	Source *sequence
	// Idle are others that belong to the column.
	Idle []*sequence
}

type sequence struct {
	Schema, Name string
	// Own tells that the sequence belongs to the column, and goes with it.
	Own bool
	// users is how many defaults take numbers from it.
	users int
}

// goes tells whether the sequence may be dropped once its column needs it no more.
func (s *sequence) goes() bool { return s.Own && s.users <= 1 }

const sequencesQuery = `
SELECT sn.nspname, s.relname, d.role, n.nspname, c.relname, a.attname
  FROM pg_catalog.pg_sequence q
  JOIN pg_catalog.pg_class s ON s.oid = q.seqrelid
  JOIN pg_catalog.pg_namespace sn ON sn.oid = s.relnamespace,
  LATERAL (
    SELECT CASE o.deptype WHEN 'i' THEN 'identity' ELSE 'owner' END, o.refobjid, o.refobjsubid FROM pg_catalog.pg_depend o
     WHERE o.classid = 'pg_catalog.pg_class'::regclass AND o.objid = q.seqrelid
       AND o.refclassid = 'pg_catalog.pg_class'::regclass AND o.refobjsubid > 0 AND o.deptype IN ('a', 'i')
    UNION ALL
    SELECT 'user', f.adrelid, f.adnum FROM pg_catalog.pg_depend u JOIN pg_catalog.pg_attrdef f ON f.oid = u.objid
     WHERE u.classid = 'pg_catalog.pg_attrdef'::regclass
       AND u.refclassid = 'pg_catalog.pg_class'::regclass AND u.refobjid = q.seqrelid AND u.deptype = 'n'
  ) d (role, relid, attnum)
  JOIN pg_catalog.pg_class c ON c.oid = d.relid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.attnum
 ORDER BY 1, 2, d.role, 4, 5, 6`

// takesNext is a default that is the next number of a sequence, and nothing else.
var takesNext = regexp.MustCompile(`(?is)^\s*nextval\('((?:[^']|'')+)'::regclass\)\s*$`)

// readNumbers notes the sequences of columns. A column of integers whose default is the next number of a sequence of its own is one
// of a serial, whatever the sequence is called: the library takes it for one by the name, and would make tables with a default that
// uses a sequence which is not there.
func readNumbers(ctx context.Context, c *sqlclient.Client, r *schema.Realm) error {
	rows, err := c.QueryContext(ctx, sequencesQuery)
	if err != nil {
		return fmt.Errorf("reading the sequences of columns: %w", err)
	}
	defer rows.Close()
	found := map[[2]string]*sequence{}
	roles := map[columnID]map[string][]*sequence{}
	for rows.Next() {
		var in, name, role string
		var at columnID
		if err := rows.Scan(&in, &name, &role, &at.schema, &at.table, &at.column); err != nil {
			return err
		}
		s := found[[2]string{in, name}]
		if s == nil {
			s = &sequence{Schema: in, Name: name}
			found[[2]string{in, name}] = s
		}
		if role == "user" {
			s.users++
		}
		if roles[at] == nil {
			roles[at] = map[string][]*sequence{}
		}
		roles[at][role] = append(roles[at][role], s)
	}
	for _, s := range r.Schemas {
		for _, t := range s.Tables {
			for _, column := range t.Columns {
				noteNumbers(column, roles[idOf(t, column)])
			}
		}
	}
	return rows.Err()
}

func noteNumbers(column *schema.Column, roles map[string][]*sequence) {
	if roles == nil {
		return
	}
	n := &numbers{}
	for _, s := range roles["identity"] {
		n.Source = &sequence{s.Schema, s.Name, true, s.users}
	}
	_, serial := column.Type.Type.(*postgres.SerialType)
	x, expr := column.Default.(*schema.RawExpr)
	if serial || expr && takesNext.MatchString(x.X) {
		for _, s := range roles["user"] {
			n.Source = &sequence{s.Schema, s.Name, false, s.users}
		}
	}
	for _, s := range roles["owner"] {
		if n.Source != nil && n.Source.Schema == s.Schema && n.Source.Name == s.Name {
			n.Source.Own = true
		} else {
			n.Idle = append(n.Idle, &sequence{s.Schema, s.Name, true, s.users})
		}
	}
	column.Attrs = append(column.Attrs, n)
	if expr && n.Source != nil && n.Source.Own {
		beSerial(column, n.Source.Name)
	}
}

// beSerial takes a column that a sequence of its own gives its numbers for one of a serial, which is never null.
func beSerial(column *schema.Column, sequence string) {
	if integer, ok := column.Type.Type.(*schema.IntegerType); ok && !column.Type.Null {
		of := &postgres.SerialType{SequenceName: sequence}
		of.SetType(integer)
		column.Type.Type, column.Type.Raw, column.Default = of, of.T, nil
	}
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
