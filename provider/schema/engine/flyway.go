//go:build js && wasm

package main

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/sqltool"
)

var (
	// flywayPrefix begins the names that Flyway heeds; it passes over all others, such as Rollback.sql.
	flywayPrefix = regexp.MustCompile(`^(?:[VB]\d|R__.)`)
	flywayName   = regexp.MustCompile(`^(?:[VB]\d+(?:[._]\d+)*|R)__`)
)

// checkFlywayName refuses versions that cannot be compared as numbers, and names without a description: nobody can tell whether
// they are meant to run.
func checkFlywayName(name string) error {
	if flywayName.MatchString(path.Base(name)) {
		return nil
	}
	return fmt.Errorf("%s: not named as Flyway names files: V1.2__description.sql, with digits for a version", name)
}

// flywayFiles are what Flyway runs: the last baseline, the versions after it, and what is repeatable. The library compares
// versions with the baseline as texts, and leaves out version 10 behind baseline 3.
func flywayFiles(files map[string]string) []migrate.File {
	var versioned, repeatable []string
	baseline := ""
	for name := range files {
		base := path.Base(name)
		if path.Ext(name) != ".sql" || !flywayPrefix.MatchString(strings.TrimSuffix(base, ".sql")) || hidden(name) {
			continue
		}
		switch base[0] {
		case 'V':
			versioned = append(versioned, name)
		case 'R':
			repeatable = append(repeatable, name)
		case 'B':
			if baseline == "" || byVersion(name, baseline) > 0 {
				baseline = name
			}
		}
	}
	slices.SortFunc(versioned, byVersion)
	slices.Sort(repeatable)
	var names []string
	if baseline != "" {
		names = append(names, baseline)
		versioned = slices.DeleteFunc(versioned, func(name string) bool {
			return compareVersions(flywayVersion(name), flywayVersion(baseline)) <= 0
		})
	}
	var out []migrate.File
	for _, name := range slices.Concat(names, versioned, repeatable) {
		out = append(out, &sqltool.FlywayFile{LocalFile: migrate.NewLocalFile(name, []byte(files[name]))})
	}
	return out
}

func hidden(name string) bool {
	return slices.ContainsFunc(strings.Split(path.Dir(name), "/"), func(part string) bool {
		return len(part) > 1 && part[0] == '.'
	})
}

func byVersion(a, b string) int {
	return cmp.Or(compareVersions(flywayVersion(a), flywayVersion(b)), cmp.Compare(a, b))
}

// flywayVersion is what stands between the prefix and two underscores: 1_2 or 1.2.
func flywayVersion(name string) string {
	version, _, _ := strings.Cut(strings.TrimSuffix(path.Base(name), ".sql"), "__")
	return version[1:]
}

// compareVersions compares number by number, of any length; 1 and 1.0 are the same.
func compareVersions(a, b string) int {
	split := func(v string) []string {
		return strings.FieldsFunc(v, func(c rune) bool { return c == '.' || c == '_' })
	}
	as, bs := split(a), split(b)
	for i := range max(len(as), len(bs)) {
		x, y := "", ""
		if i < len(as) {
			x = strings.TrimLeft(as[i], "0")
		}
		if i < len(bs) {
			y = strings.TrimLeft(bs[i], "0")
		}
		if order := cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y)); order != 0 {
			return order
		}
	}
	return 0
}
