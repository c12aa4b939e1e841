//go:build js && wasm

package main

import (
	"strconv"
	"strings"

	"ariga.io/atlas/sql/mysql"
	"ariga.io/atlas/sql/schema"
)

// quoteTexts writes the texts of a state as SQL has them, in quotes, where the library would not: it takes a text that stands in
// quotes of its own for one that is quoted already, and quotes others for MySQL as Go does.
func quoteTexts(r *schema.Realm, dialect string) {
	literal := func(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
	odd := looksQuoted
	if isMySQL(dialect) {
		literal = func(text string) string { return "'" + toMySQL.Replace(text) + "'" }
		odd = func(text string) bool { return looksQuoted(text) || isSpecial(text) }
	}
	eachComment(r, func(c *schema.Comment) {
		if odd(c.Text) {
			c.Text = literal(c.Text)
		}
	})
	eachValues(r, func(values []string) {
		for i, v := range values {
			switch {
			case isMySQL(dialect):
				values[i] = "'" + withoutLoneQuotes(v) + "'"
			case looksQuoted(v):
				values[i] = literal(v)
			}
		}
	})
}

// isSpecial tells whether a text holds what Go writes with an escape that MySQL does not have.
func isSpecial(text string) bool {
	return strings.ContainsFunc(text, func(c rune) bool { return c == '\\' || !strconv.IsPrint(c) })
}

func looksQuoted(text string) bool {
	return len(text) > 1 && (text[0] == '\'' || text[0] == '"') && text[len(text)-1] == text[0]
}

// withoutLoneQuotes writes a value of an enum or set of MySQL, which documents hold as it stands between the quotes of SQL, so that
// a quote that stands alone belongs to it too.
func withoutLoneQuotes(value string) string {
	var b strings.Builder
	for i := 0; i < len(value); i++ {
		b.WriteByte(value[i])
		switch {
		case value[i] == '\'':
			b.WriteByte('\'')
			if strings.HasPrefix(value[i+1:], "'") {
				i++
			}
		case value[i] == '\\' && i+1 < len(value):
			i++
			b.WriteByte(value[i])
		case value[i] == '\\':
			b.WriteByte('\\')
		}
	}
	return b.String()
}

// readValues reads the values of enums and sets of MySQL again: the library takes quotes and commas inside of them for those around.
func readValues(r *schema.Realm) {
	eachColumn(r, func(c *schema.Column) {
		switch t := c.Type.Type.(type) {
		case *schema.EnumType:
			t.Values = valuesIn(c.Type.Raw, t.Values)
		case *mysql.SetType:
			t.Values = valuesIn(c.Type.Raw, t.Values)
		}
	})
}

// valuesIn are the values of a type, as they stand between quotes; those read already, where the text is none the server writes.
func valuesIn(raw string, read []string) (values []string) {
	_, rest, _ := strings.Cut(raw, "(")
	for {
		inside, ok := strings.CutPrefix(rest, "'")
		if !ok {
			return read
		}
		end := quoted(rest, true) - 2
		if end < 0 || end > len(inside) {
			return read
		}
		values = append(values, inside[:end])
		rest = inside[end+1:]
		if rest, ok = strings.CutPrefix(rest, ","); !ok {
			return values
		}
	}
}

func eachComment(r *schema.Realm, visit func(*schema.Comment)) {
	in := func(attrs []schema.Attr) {
		for _, a := range attrs {
			if c, ok := a.(*schema.Comment); ok {
				visit(c)
			}
		}
	}
	for _, s := range r.Schemas {
		in(s.Attrs)
		for _, t := range s.Tables {
			in(t.Attrs)
			for _, c := range t.Columns {
				in(c.Attrs)
			}
			for _, i := range t.Indexes {
				in(i.Attrs)
			}
		}
	}
}

// eachValues visits the values of enums and sets once, however many columns are of the type.
func eachValues(r *schema.Realm, visit func([]string)) {
	visited := map[*string]bool{}
	once := func(values []string) {
		if len(values) > 0 && !visited[&values[0]] {
			visited[&values[0]] = true
			visit(values)
		}
	}
	of := func(t any) {
		switch t := t.(type) {
		case *schema.EnumType:
			once(t.Values)
		case *mysql.SetType:
			once(t.Values)
		}
	}
	for _, s := range r.Schemas {
		for _, o := range s.Objects {
			of(o)
		}
	}
	eachColumn(r, func(c *schema.Column) { of(c.Type.Type) })
}
