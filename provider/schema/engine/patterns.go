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

// checkPatterns reports the first pattern that is malformed. The library does so only when it meets a name to compare, and does
// not say which pattern it was.
func checkPatterns(patterns []string) error {
	for _, p := range patterns {
		r := csv.NewReader(strings.NewReader(p))
		r.Comma = '.'
		parts, err := r.Read()
		if err != nil {
			return &patternError{p, err}
		}
		for _, part := range parts {
			if _, err := filepath.Match(part, ""); err != nil {
				return &patternError{p, err}
			}
		}
	}
	return nil
}
