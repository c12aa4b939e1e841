//go:build js && wasm

package main

import (
	"fmt"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/postgres"
	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlclient"
)

// retypeSequences lets the sequence of a serial column of PostgreSQL count as far as the column does: the library changes the type of
// the column alone, and makes sequences of bigint whatever the column is. One that others use as well is never made to count less far.
func retypeSequences(c *sqlclient.Client, planned []*migrate.Change, changes schema.Changes) []*migrate.Change {
	for t, column := range modifiedColumns(changes) {
		to, ok := column.To.Type.Type.(*postgres.SerialType)
		if !ok || !column.Change.Is(schema.ChangeType) {
			continue
		}
		named, there := to, postgres.TypeBigInt
		if from, ok := column.From.Type.Type.(*postgres.SerialType); ok {
			named, there = from, from.IntegerType().T
		}
		wanted := to.IntegerType()
		if wanted.T != there && !(isSerial(column.From) && isShared(column.From) && bitsOf(wanted) < bitsOf(&schema.IntegerType{T: there})) {
			alter := "ALTER SEQUENCE " + sequenceOf(c, named, t, column) + " AS "
			planned = append(planned, &migrate.Change{
				Cmd: alter + wanted.T, Reverse: alter + there, Source: column,
				Comment: fmt.Sprintf("modify the sequence of serial column %q", column.To.Name),
			})
		}
	}
	return planned
}

// isShared tells whether other columns take numbers from the sequence of a column.
func isShared(c *schema.Column) bool {
	n := attrOf[*numbers](c.Attrs)
	return n != nil && n.Source != nil && n.Source.users > 1
}

// sequenceOf is the quoted name of a serial column's sequence, which is in the schema of its table unless it is known to be elsewhere.
func sequenceOf(c *sqlclient.Client, s *postgres.SerialType, t *schema.Table, column *schema.ModifyColumn) string {
	bound := c.URL.Schema != ""
	if n := attrOf[*numbers](column.From.Attrs); isSerial(column.From) && n != nil && n.Source != nil {
		in := &schema.Schema{Name: n.Source.Schema}
		return quotedName(&schema.Table{Name: n.Source.Name, Schema: in}, bound && in.Name == t.Schema.Name)
	}
	name := s.SequenceName
	if name == "" {
		name = t.Name + "_" + column.To.Name + "_seq"
	}
	return quotedName(&schema.Table{Name: name, Schema: t.Schema}, bound)
}
