//go:build js && wasm

package main

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/sqltool"
)

// flywayFiles are what Flyway runs: the last baseline, the versions after it, and what is repeatable. The library compares
// versions with the baseline as texts, and leaves out version 10 behind baseline 3.
func flywayFiles(files map[string]string) []migrate.File {
	var versioned, repeatable []string
	baseline := ""
	for name := range files {
		base := path.Base(name)
		if path.Ext(name) != ".sql" || len(base) < 4 || hidden(name) {
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

// compareVersions compares number by number; 1 and 1.0 are the same.
func compareVersions(a, b string) int {
	split := func(v string) []string {
		return strings.FieldsFunc(v, func(c rune) bool { return c == '.' || c == '_' })
	}
	as, bs := split(a), split(b)
	for i := range max(len(as), len(bs)) {
		x, y := "0", "0"
		if i < len(as) {
			x = as[i]
		}
		if i < len(bs) {
			y = bs[i]
		}
		n, nErr := strconv.ParseUint(x, 10, 64)
		m, mErr := strconv.ParseUint(y, 10, 64)
		order := cmp.Compare(n, m)
		if nErr != nil || mErr != nil {
			order = cmp.Compare(x, y)
		}
		if order != 0 {
			return order
		}
	}
	return 0
}
