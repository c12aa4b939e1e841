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

// partsOfPattern cuts a pattern at its dots. It reports one that is malformed, or has more parts than a name in a connection that is
// bound to a schema, or is not. The library does so only when it meets a name to compare, and does not say which pattern it was, or
// with the schema in front of it.
func partsOfPattern(p string, bound bool) ([]string, error) {
	most, names := 3, "schema.table.column"
	if bound {
		most, names = 2, "table.column, as the URL is bound to a schema"
	}
	r := csv.NewReader(strings.NewReader(p))
	r.Comma = '.'
	parts, err := r.Read()
	if err != nil {
		return nil, &patternError{p, err}
	}
	if len(parts) > most {
		return nil, &patternError{p, fmt.Errorf("more than %d parts (%s)", most, names)}
	}
	for _, part := range parts {
		if _, err := filepath.Match(part, ""); err != nil {
			return nil, &patternError{p, err}
		}
	}
	return parts, nil
}
