//go:build js && wasm

package main

import (
	"encoding/csv"
	"fmt"
	"path/filepath"
	"strings"
)

// patternError is a pattern of what to leave alone that cannot be understood.
type patternError struct {
	pattern string
	err     error
}

func (e *patternError) Error() string { return fmt.Sprintf("exclude pattern %q: %v", e.pattern, e.err) }
func (e *patternError) Unwrap() error { return e.err }

// checkPatterns reports the first pattern that is malformed, or has more parts than a name in a connection that is bound to a schema,
// or is not. The library does so only when it meets a name to compare, and does not say which pattern it was, or with the
// schema in front of it.
func checkPatterns(patterns []string, bound bool) error {
	most, names := 3, "schema.table.column"
	if bound {
		most, names = 2, "table.column, as the URL is bound to a schema"
	}
	for _, p := range patterns {
		r := csv.NewReader(strings.NewReader(p))
		r.Comma = '.'
		parts, err := r.Read()
		if err != nil {
			return &patternError{p, err}
		}
		if len(parts) > most {
			return &patternError{p, fmt.Errorf("more than %d parts (%s)", most, names)}
		}
		for _, part := range parts {
			if _, err := filepath.Match(part, ""); err != nil {
				return &patternError{p, err}
			}
		}
	}
	return nil
}
