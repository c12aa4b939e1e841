//go:build js && wasm

package main

import (
	"context"
	"fmt"
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

// partner finds the one of `there` that the database takes for the same as `name`, and that is wanted under no name of its own.
func partner[T any](there, wanted []T, nameOf func(T) string, name string, same func(a, b string) bool) (found T, ok bool) {
	for _, one := range there {
		if nameOf(one) == name {
			return found, false
		}
	}
	has := func(name string) bool {
		for _, one := range wanted {
			if nameOf(one) == name {
				return true
			}
		}
		return false
	}
	for _, one := range there {
		if same(nameOf(one), name) && !has(nameOf(one)) {
			return one, true
		}
	}
	return found, false
}
