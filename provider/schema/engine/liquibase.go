//go:build js && wasm

package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var (
	changeset  = regexp.MustCompile(`(?i)^\s*--\s*changeset\s+\S+(.*)$`)
	attribute  = regexp.MustCompile(`(\w+):("[^"]*"|\S+)`)
	lineOfTool = regexp.MustCompile(`(?i)^\s*--\s*(preconditions|ignoreLines|property)\b`)
)

// conditions are the attributes of a changeset by which Liquibase decides whether to run it, or when again.
var conditions = []string{"context", "contexts", "contextfilter", "labels", "ignore", "runalways", "enddelimiter"}

// liquibaseNames are what Liquibase calls the databases.
var liquibaseNames = map[string]string{"postgres": "postgresql", "mysql": "mysql", "mariadb": "mariadb", "sqlite": "sqlite"}

// readLiquibase refuses what Liquibase would run on a condition, or read otherwise: here every changeset runs, once. It tells
// whether the file asks to run outside a transaction.
func readLiquibase(name, text, dialect string) (outside bool, err error) {
	for _, l := range linesOf(text) {
		if found := lineOfTool.FindStringSubmatch(l.text); found != nil {
			return false, fmt.Errorf("%s:%d: %s is not supported", name, l.number, found[1])
		}
		heading := changeset.FindStringSubmatch(l.text)
		if heading == nil {
			continue
		}
		for _, a := range attribute.FindAllStringSubmatch(heading[1], -1) {
			key, value := strings.ToLower(a[1]), strings.ToLower(strings.Trim(a[2], `"`))
			refused := slices.Contains(conditions, key) && value != "false"
			switch {
			case key == "dbms":
				// Which database it is for cannot be told without one.
				refused = dialect != "" && !slices.Contains(strings.Split(value, ","), liquibaseNames[dialect])
			case key == "runintransaction":
				outside = outside || value == "false"
			}
			if refused {
				instead := "every changeset runs, once"
				if key == "enddelimiter" {
					instead = "statements end with semicolons"
				}
				return false, fmt.Errorf("%s:%d: %s of a changeset is not supported: %s", name, l.number, a[0], instead)
			}
		}
	}
	return outside, nil
}
