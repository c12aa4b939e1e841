//go:build js && wasm

package main

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"ariga.io/atlas/sql/migrate"
)

// lexeme is one statement of a file. Pos and End are byte offsets into the file; Text is what is executed, so without a
// custom delimiter.
type lexeme struct {
	Pos      int      `json:"pos"`
	Text     string   `json:"text"`
	Comments []string `json:"comments,omitempty"`
	// Controls are set in files of a directory that is read for a database.
	Controls []control `json:"controls,omitempty"`
}

type statementsIn struct {
	Name string `json:"name"`
	Text string `json:"text"`
	rules
}

func statements(_ context.Context, in statementsIn) ([]lexeme, error) {
	return scan(in.Name, in.Text, in.rules)
}

// scannerOptions are those of each driver, which upstream applies to files in its own format.
func scannerOptions(r rules) migrate.ScannerOptions {
	switch r.Dialect {
	case "postgres":
		return migrate.ScannerOptions{MatchBegin: true, MatchBeginAtomic: true, MatchDollarQuote: true}
	case "mysql", "mariadb":
		return migrate.ScannerOptions{MatchBegin: true, BackslashEscapes: r.escapes(), HashComments: true}
	case "sqlite":
		return migrate.ScannerOptions{MatchBegin: true}
	}
	return migrate.ScannerOptions{MatchBeginAtomic: true, MatchDollarQuote: true}
}

// scanAs splits a file in which a backslash means one thing throughout. The library's scanner mistakes the backslashes of PostgreSQL's E'…' strings, and ends a comment with the
// first mark although PostgreSQL nests them, and passes over comments that MySQL runs, so it is given a text in which those are
// blanked out, byte for byte, and its statements are cut from the original.
func scanAs(name, text string, r rules) ([]lexeme, error) {
	// The scanner takes a comment without an end of line for statements.
	text += "\n"
	scanned := text
	switch r.Dialect {
	case "postgres":
		scanned = maskForScanner(text)
	case "mysql", "mariadb":
		scanned = maskConditional(text, r.escapes())
	}
	found, err := (&migrate.Scanner{ScannerOptions: scannerOptions(r)}).Scan(scanned)
	if err != nil {
		return nil, fmt.Errorf("%s:%w", name, err)
	}
	// The scanner counts from the line after a leading delimiter directive.
	skipped := 0
	if strings.HasPrefix(text, "-- atlas:delimiter ") {
		skipped = strings.IndexByte(text, '\n') + 1
	}
	out := make([]lexeme, len(found))
	for i, s := range found {
		pos := s.Pos + skipped
		// The position is that of the untrimmed text.
		for pos < len(scanned) && !strings.HasPrefix(scanned[pos:], s.Text) {
			pos++
		}
		out[i] = lexeme{Pos: pos, Text: text[pos : pos+len(s.Text)], Comments: s.Comments}
		if at := openComment(out[i].Text); r.Dialect == "sqlite" && at >= 0 {
			return nil, fmt.Errorf("%s:%s: a comment without an end", name, placeOf(text, pos+at))
		}
	}
	return out, nil
}

// maskForScanner replaces the content of every E'…' string, and of every comment with others inside, by as many letters.
func maskForScanner(text string) string {
	var out []byte
	for i := 0; i < len(text); {
		end, from, to := token(text, i)
		if from < to {
			if out == nil {
				out = []byte(text)
			}
			for j := from; j < to; j++ {
				out[j] = 'x'
			}
		}
		i = end
	}
	if out == nil {
		return text
	}
	return string(out)
}

// maskConditional replaces the marks that begin a comment which MySQL or MariaDB runs, as its dumps have them around settings and views.
func maskConditional(text string, escapes bool) string {
	var out []byte
	for i := 0; i < len(text); {
		rest := text[i:]
		switch {
		case strings.HasPrefix(rest, "/*!"), strings.HasPrefix(rest, "/*M!"):
			if out == nil {
				out = []byte(text)
			}
			out[i], out[i+1] = 'x', 'x'
			i += 2
		case strings.HasPrefix(rest, "/*"):
			i += until(rest, "*/", 2)
		case strings.HasPrefix(rest, "--"), rest[0] == '#':
			i += until(rest, "\n", 1)
		case rest[0] == '\'', rest[0] == '"':
			i += quoted(rest, escapes)
		case rest[0] == '`':
			i += quoted(rest, false)
		default:
			i++
		}
	}
	if out == nil {
		return text
	}
	return string(out)
}

// refuseNested reports the first comment of a PostgreSQL file that has another inside. The scanners of other tools' formats
// would take what follows the inner one for statements.
func refuseNested(name, text string) error {
	for i := 0; i < len(text); {
		end, from, to := token(text, i)
		if from < to && text[i] == '/' {
			return fmt.Errorf("%s:%s: a comment inside a comment cannot be told from statements in this format: take the inner marks out", name, placeOf(text, i))
		}
		i = end
	}
	return nil
}

// openComment is where a comment without an end begins in a statement, -1 where there is none. The library's scanner takes it for
// SQL, and SQLite alone does not object to it, so that what the comment hides would run.
func openComment(statement string) int {
	for i := 0; i < len(statement); {
		if strings.HasPrefix(statement[i:], "/*") && !strings.Contains(statement[i+2:], "*/") {
			return i
		}
		i, _, _ = token(statement, i)
	}
	return -1
}

// placeOf is an offset as line and column, both from 1.
func placeOf(text string, at int) string {
	line := strings.Count(text[:at], "\n") + 1
	column := utf8.RuneCountInString(text[strings.LastIndexByte(text[:at], '\n')+1:at]) + 1
	return fmt.Sprintf("%d:%d", line, column)
}

// token finds the end of what starts at i: a string, a comment, a dollar quote, a word, or one byte. What lies between from
// and to is to be hidden from the library's scanner.
func token(text string, i int) (end, from, to int) {
	rest := text[i:]
	switch c := rest[0]; {
	case strings.HasPrefix(rest, "--"):
		return i + until(rest, "\n", 2), 0, 0
	case strings.HasPrefix(rest, "/*"):
		length, inside := comment(rest)
		return i + length, i + 2, i + inside
	case (c == 'e' || c == 'E') && len(rest) > 1 && rest[1] == '\'':
		end = i + 1 + quoted(rest[1:], true)
		return end, i + 2, end - 1
	case c == '\'' || c == '"':
		return i + quoted(rest, false), 0, 0
	case c == '$':
		if tag := dollarTag(rest); tag != "" {
			return i + until(rest, tag, len(tag)), 0, 0
		}
	case isWord(c):
		n := 1
		for n < len(rest) && (isWord(rest[n]) || rest[n] == '$') {
			n++
		}
		return i + n, 0, 0
	}
	return i + 1, 0, 0
}

// comment measures the block comment that a text begins with, as PostgreSQL nests them; inside is where its content ends, 0
// when no other comment is in it. One without an end has all of the text.
func comment(text string) (length, inside int) {
	depth, nested := 1, false
	for i := 2; i+1 < len(text); i++ {
		switch text[i : i+2] {
		case "/*":
			depth, nested = depth+1, true
			i++
		case "*/":
			depth--
			i++
		}
		if depth == 0 && nested {
			return i + 1, i - 1
		}
		if depth == 0 {
			return i + 1, 0
		}
	}
	if nested {
		return len(text), len(text)
	}
	return len(text), 0
}

func until(text, mark string, from int) int {
	if at := strings.Index(text[from:], mark); at >= 0 {
		return from + at + len(mark)
	}
	return len(text)
}

func quoted(text string, backslashes bool) int {
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && backslashes:
			i++
		case text[i] == text[0] && i+1 < len(text) && text[i+1] == text[0]:
			i++
		case text[i] == text[0]:
			return i + 1
		}
	}
	return len(text)
}

func dollarTag(text string) string {
	for i := 1; i < len(text); i++ {
		if text[i] == '$' {
			return text[:i+1]
		}
		if !isWord(text[i]) {
			return ""
		}
	}
	return ""
}

func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}
