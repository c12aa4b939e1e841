//go:build js && wasm

package main

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/postgres"
	"ariga.io/atlas/sql/schema"
)

func (r *renumbered) bound() bool { return r.c.URL.Schema != "" }

func (r *renumbered) name(s *sequence) string { return sequenceName(s, r.t, r.bound()) }

// step is one statement, with a comment on the column.
func (r *renumbered) step(cmd string, reverse any, comment string) *migrate.Change {
	return &migrate.Change{Cmd: cmd, Reverse: reverse, Source: r.change, Comment: fmt.Sprintf(comment, r.change.To.Name)}
}

// alter changes the column.
func (r *renumbered) alter(clause, reverse, comment string) *migrate.Change {
	column := alterColumn(r.t, r.change.To, r.bound())
	return r.step(column+clause, column+reverse, comment)
}

func (r *renumbered) rename(from, to *sequence) *migrate.Change {
	return r.step("ALTER SEQUENCE "+r.name(from)+" RENAME TO "+quotedIdent(to.Name),
		"ALTER SEQUENCE "+r.name(to)+" RENAME TO "+quotedIdent(from.Name), "put the sequence of column %q aside")
}

func (r *renumbered) disown(s *sequence) *migrate.Change {
	alter := "ALTER SEQUENCE " + r.name(s) + " OWNED BY "
	return r.step(alter+"NONE", alter+r.owner(), "leave the sequence of column %q to others")
}

func (r *renumbered) owner() string {
	return quotedName(r.t, r.bound()) + "." + quotedIdent(r.change.To.Name)
}

// create makes the sequence of a serial column.
func (r *renumbered) create(s *sequence, column *schema.Column) string {
	return "CREATE SEQUENCE " + r.name(s) + r.ofSerial(column)
}

// ofSerial is what the sequence of a serial column is made with.
func (r *renumbered) ofSerial(column *schema.Column) string {
	kind := postgres.TypeBigInt
	if serial, ok := column.Type.Type.(*postgres.SerialType); ok {
		kind = serial.IntegerType().T
	}
	return " AS " + kind + " OWNED BY " + r.owner()
}

// serialSequence is an expression for the sequence of the column.
func (r *renumbered) serialSequence() string {
	return fmt.Sprintf("pg_get_serial_sequence(%s, %s)", textOf(quotedName(r.t, r.bound())), textOf(r.change.To.Name))
}

// goOn lets a new sequence, which is an expression, give the numbers that the old one would have given. Where it is to count the other
// way, the old one's position means nothing to it.
func (r *renumbered) goOn(now, old string, was *sequence) *migrate.Change {
	to := countOf(r.change.To)
	if r.turns() {
		return r.countOn(now, strconv.FormatInt(to.Start, 10), to.Increment)
	}
	set := "SELECT setval(%s, last_value, is_called) FROM %s"
	cmd := fmt.Sprintf(set, now, old)
	if to.Start > 1 || was == nil {
		// A sequence that is not the column's own may count any way.
		cmd += fmt.Sprintf(" WHERE last_value >= %d", to.Start)
	}
	var reverse any
	if was != nil {
		reverse = fmt.Sprintf(set, textOf(old), r.name(was))
	}
	return r.step(cmd, reverse, "go on with the numbers of column %q")
}

// turns tells whether the column is to count the other way: a sequence's limits are those of one.
func (r *renumbered) turns() bool {
	return (countOf(r.change.From).Increment < 0) != (countOf(r.change.To).Increment < 0)
}

// countOn lets a sequence go on behind the rows, where they are not in front of where it begins. Both are expressions.
func (r *renumbered) countOn(sequence, start string, increment int64) *migrate.Change {
	last, reaches := "max(", ">="
	if increment < 0 {
		last, reaches = "min(", "<="
	}
	last += quotedIdent(r.change.To.Name) + ")"
	return r.step(fmt.Sprintf("SELECT setval(%s, %s) FROM %s HAVING %s %s %s",
		sequence, last, quotedName(r.t, r.bound()), last, reaches, start), nil, "go on behind the rows of column %q")
}

// countOf is where a column's sequence begins, and its steps.
func countOf(c *schema.Column) postgres.Sequence {
	count := postgres.Sequence{Start: 1, Increment: 1}
	if i := attrOf[*postgres.Identity](c.Attrs); i != nil && i.Sequence != nil {
		if i.Sequence.Increment != 0 {
			count.Increment = i.Sequence.Increment
		}
		if i.Sequence.Start != 0 {
			count.Start = i.Sequence.Start
		}
	}
	return count
}

// identityOf is what a column is generated as, with the server's defaults.
func identityOf(c *schema.Column) *postgres.Identity {
	i, count := *attrOf[*postgres.Identity](c.Attrs), countOf(c)
	if i.Generation == "" {
		i.Generation = "BY DEFAULT"
	}
	i.Sequence = &count
	return &i
}

func identityClause(i *postgres.Identity, name string) string {
	var options []string
	if name != "" {
		options = append(options, "SEQUENCE NAME "+name)
	}
	if i.Sequence.Start != 1 {
		options = append(options, fmt.Sprintf("START WITH %d", i.Sequence.Start))
	}
	if i.Sequence.Increment != 1 {
		options = append(options, fmt.Sprintf("INCREMENT BY %d", i.Sequence.Increment))
	}
	clause := "GENERATED " + i.Generation + " AS IDENTITY"
	if len(options) > 0 {
		clause += " (" + strings.Join(options, " ") + ")"
	}
	return clause
}

// longestName is how many bytes PostgreSQL keeps of a name.
const longestName = 63

// asideName is what a sequence is called while another takes its name.
func asideName(name string) string {
	const suffix = "_replaced"
	for len(name)+len(suffix) > longestName {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	return name + suffix
}
