//go:build js && wasm

package main

import (
	"context"
	"fmt"
	"strings"

	"ariga.io/atlas/sql/migrate"
)

// lexeme is one statement of a file. Pos and End are byte offsets into the file; Text is what is executed, so without a
// custom delimiter.
type lexeme struct {
	Pos      int      `json:"pos"`
	Text     string   `json:"text"`
	Comments []string `json:"comments,omitempty"`
}

type statementsIn struct {
	Name    string `json:"name"`
	Text    string `json:"text"`
	Dialect string `json:"dialect"`
}

func statements(_ context.Context, in statementsIn) ([]lexeme, error) {
	return scan(in.Name, in.Text, in.Dialect)
}

// scannerOptions are those of each driver, which upstream applies to files in its own format.
func scannerOptions(dialect string) migrate.ScannerOptions {
	switch dialect {
	case "postgres":
		return migrate.ScannerOptions{MatchBegin: true, MatchBeginAtomic: true, MatchDollarQuote: true}
	case "mysql", "mariadb":
		return migrate.ScannerOptions{MatchBegin: true, BackslashEscapes: true, HashComments: true}
	case "sqlite":
		return migrate.ScannerOptions{MatchBegin: true}
	}
	return migrate.ScannerOptions{MatchBeginAtomic: true, MatchDollarQuote: true}
}

// scan splits a file. The library's scanner mistakes the backslashes of PostgreSQL's E'…' strings, so it is given a text in
// which those are blanked out, byte for byte, and its statements are cut from the original.
func scan(name, text, dialect string) ([]lexeme, error) {
	scanned := text
	if dialect == "postgres" {
		scanned = maskEscapeStrings(text)
	}
	found, err := (&migrate.Scanner{ScannerOptions: scannerOptions(dialect)}).Scan(scanned)
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
	}
	return out, nil
}

// maskEscapeStrings replaces the content of every E'…' string by as many letters.
func maskEscapeStrings(text string) string {
	var out []byte
	for i := 0; i < len(text); {
		end, escape := token(text, i)
		if escape {
			if out == nil {
				out = []byte(text)
			}
			for j := i + 2; j < end-1; j++ {
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

// token finds the end of what starts at i: a string, a comment, a dollar quote, a word, or one byte.
func token(text string, i int) (end int, escape bool) {
	rest := text[i:]
	switch c := rest[0]; {
	case strings.HasPrefix(rest, "--"):
		return i + until(rest, "\n", 2), false
	case strings.HasPrefix(rest, "/*"):
		return i + until(rest, "*/", 2), false
	case (c == 'e' || c == 'E') && len(rest) > 1 && rest[1] == '\'':
		return i + 1 + quoted(rest[1:], true), true
	case c == '\'' || c == '"':
		return i + quoted(rest, false), false
	case c == '$':
		if tag := dollarTag(rest); tag != "" {
			return i + until(rest, tag, len(tag)), false
		}
	case isWord(c):
		n := 1
		for n < len(rest) && (isWord(rest[n]) || rest[n] == '$') {
			n++
		}
		return i + n, false
	}
	return i + 1, false
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
