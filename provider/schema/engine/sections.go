//go:build js && wasm

package main

import (
	"fmt"
	"regexp"
	"strings"

	"ariga.io/atlas/sql/migrate"
)

// The library's own readers of these formats leave out every line that has "down" in it, stop at a line of 64 KB, and run what
// goes down where its heading is spelled in another way that the tool accepts.

var (
	dbmateHeading = regexp.MustCompile(`^--\s*migrate:(up|down)(?:\s+(.*))?$`)
	dbmateNoTx    = regexp.MustCompile(`\btransaction:false\b`)
	gooseHeading  = regexp.MustCompile(`(?i)^\s*--\s*\+goose\s+(.*?)\s*$`)
)

// sections is what a file of another tool holds for going up.
type sections struct {
	statements []*migrate.Stmt
	// outside tells that the file asks to run outside a transaction.
	outside bool
}

func linesOf(text string) []string {
	lines := strings.Split(strings.TrimPrefix(text, byteOrderMark), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimSuffix(l, "\r")
	}
	return lines
}

// readDbmate reads a file of dbmate.
func readDbmate(name, text string) (s sections, err error) {
	var up []string
	found := false
scan:
	for i, line := range linesOf(text) {
		heading := dbmateHeading.FindStringSubmatch(line)
		switch {
		case heading == nil && found:
			up = append(up, line)
		case heading == nil:
		case heading[1] == "up":
			found = true
			s.outside = s.outside || dbmateNoTx.MatchString(heading[2])
		case !found:
			return s, fmt.Errorf("%s:%d: the section migrate:down is in front of migrate:up", name, i+1)
		default:
			break scan
		}
	}
	if !found {
		return s, fmt.Errorf("%s: there is no section `-- migrate:up`", name)
	}
	s.statements, err = migrate.Stmts(strings.Join(up, "\n"))
	return s, err
}

// gooseDelimiter ends statements in the text that goose's rules make for the library's scanner.
const gooseDelimiter = "-- ATLAS_DELIM_END"

// readGoose reads a file of goose: a statement ends with a line that ends with a semicolon, or where its annotations say.
func readGoose(name, text string) (s sections, err error) {
	up := []string{"-- atlas:delimiter " + gooseDelimiter, ""}
	found, inside := false, false
scan:
	for i, line := range linesOf(text) {
		heading := gooseHeading.FindStringSubmatch(line)
		if heading == nil {
			line = strings.TrimRight(line, " \t\v\f")
			up = append(up, line)
			if found && !inside && strings.HasSuffix(line, ";") && !strings.HasPrefix(line, "--") {
				up = append(up, gooseDelimiter)
			}
			continue
		}
		word := strings.ToLower(strings.Join(strings.Fields(heading[1]), " "))
		switch {
		case word == "no transaction":
			s.outside = true
		case word == "up" && !found:
			found = true
		case word == "down" && found && !inside:
			break scan
		case word == "statementbegin" && found && !inside:
			inside = true
		case word == "statementend" && inside:
			inside = false
			up = append(up, gooseDelimiter)
		default:
			return s, fmt.Errorf("%s:%d: unexpected `+goose %s`", name, i+1, heading[1])
		}
	}
	if inside {
		return s, fmt.Errorf("%s: `+goose StatementBegin` has no end", name)
	}
	if !found {
		return s, fmt.Errorf("%s: there is no `-- +goose Up`", name)
	}
	s.statements, err = migrate.Stmts(strings.Join(up, "\n"))
	return s, err
}
