//go:build js && wasm

package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// rules decide how SQL is split into statements.
type rules struct {
	// Dialect is empty where only the rules are asked for that all databases have in common.
	Dialect string `json:"dialect"`
	// PlainBackslashes tells that in texts of MySQL a backslash is nothing special: the server's mode is NO_BACKSLASH_ESCAPES.
	PlainBackslashes bool `json:"plainBackslashes"`
}

func (r rules) mysql() bool { return isMySQL(r.Dialect) }

// escapes tells whether a backslash hides what is behind it in texts.
func (r rules) escapes() bool { return r.mysql() && !r.PlainBackslashes }

var (
	setsMode       = regexp.MustCompile(`(?i)\bset\b[^;]*\bsql_mode\b`)
	setsPlainSlash = regexp.MustCompile(`(?i)\bset\b[^;]*\bsql_mode\b[^;]*\bNO_BACKSLASH_ESCAPES\b`)
)

// mayChange tells whether a file can change the meaning of its own backslashes. Up to where it does, it was split as the server reads
// it, so its statements tell; found is nil where it could not be split.
func (r rules) mayChange(text string, found []lexeme) bool {
	if !r.mysql() || !strings.Contains(text, "\\") {
		return false
	}
	sets := setsPlainSlash
	if r.PlainBackslashes {
		sets = setsMode
	}
	if found == nil {
		return sets.MatchString(text)
	}
	return slices.ContainsFunc(found, func(s lexeme) bool { return sets.MatchString(s.Text) })
}

// scan splits a file. Where the file sets what a backslash means, it must be the same in either meaning: what holds at which place is
// known to the server alone.
func scan(name, text string, r rules) ([]lexeme, error) {
	found, err := scanAs(name, text, r)
	if !r.mayChange(text, found) {
		return found, err
	}
	other, otherErr := scanAs(name, text, rules{r.Dialect, !r.PlainBackslashes})
	switch {
	case err != nil && otherErr != nil:
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("%w; %s", err, ambiguous)
	case otherErr != nil:
		return nil, fmt.Errorf("%w; %s", otherErr, ambiguous)
	}
	for i, s := range found {
		if i >= len(other) || other[i].Text != s.Text {
			return nil, fmt.Errorf("%s:%s: %s", name, placeOf(text, s.Pos), ambiguous)
		}
	}
	// Those that are the same up to the end of one have its end, too.
	return found, nil
}

const ambiguous = "the file sets sql_mode, and where statements end depends on what a backslash is in that mode: write a quote in a text as two, and no backslash in front of one"
