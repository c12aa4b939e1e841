//go:build js && wasm

package main

import (
	"fmt"
	"path"
	"regexp"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/sqltool"
)

var flywayName = regexp.MustCompile(`^(?:[VB]\d+(?:[._]\d+)*|R)__`)

// checkFlywayName refuses versions that cannot be compared as numbers, and names without a description: nobody can tell whether
// they are meant to run.
func checkFlywayName(name string) error {
	if flywayName.MatchString(path.Base(name)) {
		return nil
	}
	return fmt.Errorf("%s: not named as Flyway names files: V1.2__description.sql, with digits for a version", name)
}

// flywayFiles are the files that run. The library's own choice compares versions with the baseline as texts, and leaves out
// version 10 behind baseline 3.
func flywayFiles(in directoryIn) (out []migrate.File) {
	for _, name := range in.Order {
		out = append(out, &sqltool.FlywayFile{LocalFile: migrate.NewLocalFile(name, []byte(in.Files[name]))})
	}
	return out
}
