//go:build js && wasm

package main

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"ariga.io/atlas/sql/sqlclient"
)

// letters tell which names a database takes for the same although their letters differ in case: those of tables and schemas, and
// those of columns, indexes and constraints.
type letters struct{ tables, parts func(a, b string) bool }

func exact(a, b string) bool { return a == b }

// asciiFold compares as SQLite does, to which only the letters of English have a case.
func asciiFold(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if lowerASCII(a[i]) != lowerASCII(b[i]) {
			return false
		}
	}
	return true
}

func lowerASCII(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// lettersOf asks a database how it compares names. MySQL and MariaDB do as the files of their server do with those of tables, and
// ignore case in all others.
func lettersOf(ctx context.Context, c *sqlclient.Client) (*letters, error) {
	switch c.Name {
	case "sqlite":
		return &letters{asciiFold, asciiFold}, nil
	case "mysql", "mariadb":
		mode, err := scalar[int](ctx, c, "SELECT @@lower_case_table_names")
		if err != nil {
			return nil, fmt.Errorf("asking how names of tables are compared: %w", err)
		}
		if mode == 0 {
			return &letters{exact, strings.EqualFold}, nil
		}
		return &letters{strings.EqualFold, strings.EqualFold}, nil
	}
	return &letters{exact, exact}, nil
}

// respellings visits what is wanted under another spelling of a name that is there, with the name as it is there.
func respellings[T any](there, wanted []T, nameOf func(T) *string, same func(a, b string) bool) iter.Seq2[T, string] {
	return func(yield func(T, string) bool) {
		for _, one := range wanted {
			if name, ok := partner(there, wanted, nameOf, *nameOf(one), same); ok && !yield(one, name) {
				return
			}
		}
	}
}

// partner finds the name that is there, that the database takes for the same as `name`, and that is wanted by no other.
func partner[T any](there, wanted []T, nameOf func(T) *string, name string, same func(a, b string) bool) (string, bool) {
	has := func(all []T, name string) bool {
		return slices.ContainsFunc(all, func(one T) bool { return *nameOf(one) == name })
	}
	if has(there, name) {
		return "", false
	}
	for _, one := range there {
		if found := *nameOf(one); same(found, name) && !has(wanted, found) {
			return found, true
		}
	}
	return "", false
}
