//go:build js && wasm

package main

import (
	"regexp"
	"strings"

	"ariga.io/atlas/sql/schema"
)

var (
	// direction ends a part of an index.
	direction = regexp.MustCompile(`(?i)\s+(?:ASC|DESC)\s*$`)
	// collated is a part of an index that names a collation, without its direction.
	collated = regexp.MustCompile("(?is)\\sCOLLATE\\s+([\"'`\\[]?)(\\w+)[\"'`\\]]?$")
)

// readCollations completes the parts of SQLite's indexes from the text of CREATE INDEX: a column with a collation of its own
// becomes an expression, which is how the library compares and writes it, and expressions are read again: the library finds some of
// them only up to a comment, or not at all where a table's name needs quotes.
func readCollations(r *schema.Realm) {
	for _, s := range r.Schemas {
		for _, t := range s.Tables {
			for _, i := range t.Indexes {
				readParts(i)
			}
		}
	}
}

func readParts(i *schema.Index) {
	parts := partsOf(createdBy(i.Attrs))
	if len(parts) != len(i.Parts) {
		return
	}
	for n, p := range i.Parts {
		said := strings.TrimSpace(direction.ReplaceAllString(parts[n], ""))
		if x, ok := p.X.(*schema.RawExpr); ok {
			x.X = said
		}
		// The library writes an expression, and so this, in parentheses.
		if m := collated.FindStringSubmatch(strings.Trim(said, "()")); m != nil && p.C != nil {
			p.X = &schema.RawExpr{X: "`" + p.C.Name + "` COLLATE " + strings.ToUpper(m[2])}
			p.C = nil
		}
	}
}

// partsOf cuts the parts of an index out of CREATE INDEX, without comments.
func partsOf(sql string) []string {
	var (
		parts []string
		part  strings.Builder
		depth int
	)
	for len(sql) > 0 {
		token, comment := leading(sql)
		sql = sql[len(token):]
		switch {
		case comment:
			token = " "
		case token == "(":
			depth++
			if depth == 1 {
				continue
			}
		case token == ")":
			depth--
			if depth == 0 {
				return append(parts, strings.TrimSpace(part.String()))
			}
		case token == "," && depth == 1:
			parts = append(parts, strings.TrimSpace(part.String()))
			part.Reset()
			continue
		}
		if depth > 0 {
			part.WriteString(token)
		}
	}
	return nil
}

// leading is the quoted text or comment that SQL of SQLite begins with, else its first byte.
func leading(sql string) (token string, comment bool) {
	for _, around := range []struct {
		open, close string
		comment     bool
	}{{"'", "'", false}, {`"`, `"`, false}, {"`", "`", false}, {"[", "]", false}, {"--", "\n", true}, {"/*", "*/", true}} {
		if rest, ok := strings.CutPrefix(sql, around.open); ok {
			inside, _, closed := strings.Cut(rest, around.close)
			if !closed {
				return sql, around.comment
			}
			return sql[:len(around.open)+len(inside)+len(around.close)], around.comment
		}
	}
	return sql[:1], false
}
