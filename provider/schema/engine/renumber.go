//go:build js && wasm

package main

import (
	"fmt"
	"slices"
	"strconv"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/postgres"
	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlclient"
)

// renumber plans what becomes of the numbering of columns of PostgreSQL, so that it goes on where it was: the library has no
// statements for most of it that the server takes, and begins with 1 where there are rows. What is left for the library is in rest,
// between what has to come before and after it.
func renumber(c *sqlclient.Client, changes schema.Changes) (before []*migrate.Change, rest schema.Changes, after []*migrate.Change) {
	rest = rewriteEach(changes, func(t *schema.Table, change schema.Change) schema.Changes {
		column, ok := change.(*schema.ModifyColumn)
		if !ok {
			return schema.Changes{change}
		}
		r := renumbered{c: c, t: t, change: column}
		left := r.plan()
		before, after = append(before, r.before...), append(after, r.after...)
		if left == nil {
			return nil
		}
		return schema.Changes{left}
	})
	return before, rest, after
}

// renumbered is the change of one column.
type renumbered struct {
	c             *sqlclient.Client
	t             *schema.Table
	change        *schema.ModifyColumn
	before, after []*migrate.Change
}

// plan writes the statements, and returns what is left of the change; nil where nothing is.
func (r *renumbered) plan() *schema.ModifyColumn {
	from, to := r.change.From, r.change.To
	was, wanted := sourceOf(r.t, from), sourceOf(r.t, to)
	switch {
	case was == nil && wanted == nil:
		return r.change
	case isIdentity(from) && isIdentity(to):
		if !r.turns() {
			return r.change
		}
		r.dropIdentity()
		r.beIdentity()
	case isIdentity(to) && was != nil:
		r.toIdentity(was)
	case isIdentity(to):
		r.beIdentity()
	case isIdentity(from) && isSerial(to):
		r.toSerial(was)
	case isIdentity(from):
		r.dropIdentity()
	case isSerial(from) && !isSerial(to) && (!was.goes() || was.Schema != r.t.Schema.Name):
		r.leave(was)
	case !isSerial(from) && isSerial(to):
		own := &sequence{Schema: r.t.Schema.Name, Name: wanted.Name}
		name := r.name(own)
		r.after = append(r.after, r.countOn(textOf(name), "(SELECT last_value FROM "+name+")", 1))
		if was == nil {
			return r.change
		}
		r.toOwn(was, own)
	default:
		return r.change
	}
	return r.without()
}

// beIdentity numbers the column from behind its rows.
func (r *renumbered) beIdentity() {
	to := identityOf(r.change.To)
	r.disownIdle()
	r.after = append(r.after,
		r.alter("ADD "+identityClause(to, ""), "DROP IDENTITY", "make column %q an identity"),
		r.countOn(r.serialSequence(), strconv.FormatInt(to.Sequence.Start, 10), to.Sequence.Increment))
}

// disownIdle leaves the sequences to others that belong to the column and give it nothing: the server would tell one of them for the
// identity's.
func (r *renumbered) disownIdle() {
	if n := attrOf[*numbers](r.change.From.Attrs); n != nil {
		for _, idle := range n.Idle {
			r.after = append(r.after, r.disown(idle))
		}
	}
}

// toIdentity lets the identity go on where the sequence is that gave the column its numbers, and have its name.
func (r *renumbered) toIdentity(was *sequence) {
	to := identityOf(r.change.To)
	old := r.name(was)
	setDefault := "SET DEFAULT nextval(" + textOf(old) + ")"
	r.after = append(r.after, r.alter("DROP DEFAULT", setDefault, "take the sequence from column %q"))
	if !was.goes() {
		if was.Own {
			r.after = append(r.after, r.disown(was))
		}
		r.disownIdle()
		r.after = append(r.after, r.alter("ADD "+identityClause(to, ""), "DROP IDENTITY", "make column %q an identity"))
		r.after = append(r.after, r.goOn(r.serialSequence(), old, nil))
		return
	}
	aside := &sequence{Schema: was.Schema, Name: asideName(was.Name)}
	r.after = append(r.after,
		r.rename(was, aside),
		r.alter("ADD "+identityClause(to, old), "DROP IDENTITY", "make column %q an identity"),
		r.goOn(textOf(old), r.name(aside), was),
		r.step("DROP SEQUENCE "+r.name(aside), r.create(aside, r.change.From), "drop sequence used by serial column %q"))
}

// toSerial lets a new sequence go on where the identity's is, and have its name.
func (r *renumbered) toSerial(was *sequence) {
	aside := &sequence{Schema: was.Schema, Name: asideName(was.Name)}
	setDefault := "SET DEFAULT nextval(" + textOf(r.name(was)) + ")"
	alter := alterColumn(r.t, r.change.To, r.bound())
	r.before = append(r.before,
		r.rename(was, aside),
		r.step(r.create(was, r.change.To), "DROP SEQUENCE "+r.name(was), "create sequence for serial column %q"),
		r.goOn(textOf(r.name(was)), r.name(aside), was),
		&migrate.Change{
			Cmd: alter + "DROP IDENTITY, ALTER COLUMN " + quotedIdent(r.change.To.Name) + " " + setDefault,
			Reverse: []string{
				alter + "DROP DEFAULT",
				alter + "ADD " + identityClause(identityOf(r.change.From), r.name(aside)),
			},
			Source: r.change, Comment: fmt.Sprintf("take column %q its identity", r.change.To.Name),
		})
}

// toOwn lets a sequence of the column's own go on where the one is that gave it its numbers, and that may go with another table.
func (r *renumbered) toOwn(was, own *sequence) {
	// It may have been left there.
	create := "CREATE SEQUENCE IF NOT EXISTS " + r.name(own) + r.ofSerial(r.change.To)
	next := func(s *sequence) string { return "SET DEFAULT nextval(" + textOf(r.name(s)) + ")" }
	r.before = append(r.before,
		r.step(create, "DROP SEQUENCE "+r.name(own), "create sequence for serial column %q"),
		r.goOn(textOf(r.name(own)), r.name(was), nil),
		r.alter(next(own), next(was), "give column %q a sequence of its own"))
}

func (r *renumbered) dropIdentity() {
	r.before = append(r.before, r.alter("DROP IDENTITY", "ADD "+identityClause(identityOf(r.change.From), ""), "take column %q its identity"))
}

// leave takes the default away, and lets the sequence be that others use, or that is not the column's.
func (r *renumbered) leave(was *sequence) {
	r.before = append(r.before, r.alter("DROP DEFAULT", "SET DEFAULT nextval("+textOf(r.name(was))+")", "take the sequence from column %q"))
	switch {
	case was.goes():
		r.before = append(r.before, r.step("DROP SEQUENCE "+r.name(was), r.create(was, r.change.From), "drop sequence used by serial column %q"))
	case was.Own:
		r.before = append(r.before, r.disown(was))
	}
}

// without is the rest of the change, between columns that are numbered by nothing.
func (r *renumbered) without() *schema.ModifyColumn {
	from, to := r.unnumbered(r.change.From), r.unnumbered(r.change.To)
	if (isIdentity(r.change.To) || isSerial(r.change.To)) && sourceOf(r.t, r.change.From) != nil {
		// Taken away with the sequence.
		from.Default = nil
	}
	kind := r.change.Change &^ (schema.ChangeAttr | schema.ChangeType | schema.ChangeDefault)
	a, errA := postgres.FormatType(from.Type.Type)
	b, errB := postgres.FormatType(to.Type.Type)
	if errA != nil || errB != nil || a != b {
		kind |= schema.ChangeType
	}
	if (from.Default != nil || to.Default != nil) && (r.change.Change.Is(schema.ChangeDefault) || isSerial(r.change.To)) {
		kind |= schema.ChangeDefault
	}
	if kind == schema.NoChange {
		return nil
	}
	return &schema.ModifyColumn{From: from, To: to, Change: kind, Extra: r.change.Extra}
}

// unnumbered is a column without what gives it its numbers. A sequence which is not its own is a default like others, and stays.
func (r *renumbered) unnumbered(c *schema.Column) *schema.Column {
	bare := *c
	bare.Attrs = slices.DeleteFunc(slices.Clone(c.Attrs), func(a schema.Attr) bool {
		_, identity := a.(*postgres.Identity)
		return identity
	})
	if s, ok := c.Type.Type.(*postgres.SerialType); ok {
		kind := *c.Type
		kind.Type = s.IntegerType()
		bare.Type = &kind
	}
	return &bare
}
