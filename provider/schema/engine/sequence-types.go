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
		wanted, there, shared := to.IntegerType(), &schema.IntegerType{T: postgres.TypeBigInt}, false
		if from, ok := column.From.Type.Type.(*postgres.SerialType); ok {
			there, shared = from.IntegerType(), isShared(column.From)
		}
		if wanted.T == there.T || shared && bitsOf(wanted) < bitsOf(there) {
			continue
		}
		alter := "ALTER SEQUENCE " + sequenceOf(c, t, column) + " AS "
		planned = append(planned, &migrate.Change{
			Cmd: alter + wanted.T, Reverse: alter + there.T, Source: column,
			Comment: fmt.Sprintf("modify the sequence of serial column %q", column.To.Name),
		})
	}
	return planned
}

// isShared tells whether other columns take numbers from the sequence of a column.
func isShared(c *schema.Column) bool {
	n := attrOf[*numbers](c.Attrs)
	return n != nil && n.Source != nil && n.Source.users > 1
}

// sequenceOf is the name in statements of a serial column's sequence: the one that is there, or else the one that it is made with.
func sequenceOf(c *sqlclient.Client, t *schema.Table, column *schema.ModifyColumn) string {
	s := sourceOf(t, column.From)
	if !isSerial(column.From) {
		s = &sequence{Schema: t.Schema.Name, Name: sourceOf(t, column.To).Name}
	}
	return sequenceName(s, t, c.URL.Schema != "")
}

// sequenceName is a sequence's in statements about a table: without its schema where that is the one that the connection is bound to.
func sequenceName(s *sequence, t *schema.Table, bound bool) string {
	return quotedName(&schema.Table{Name: s.Name, Schema: &schema.Schema{Name: s.Schema}}, bound && s.Schema == t.Schema.Name)
}
