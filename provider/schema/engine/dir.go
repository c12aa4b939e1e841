//go:build js && wasm

package main

import (
	"context"
	"errors"
	"fmt"
	"path"
	"strings"
	"testing/fstest"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/sqltool"
)

type directoryIn struct {
	// Files of the directory, by name; atlas.sum among them, if there is one.
	Files map[string]string `json:"files"`
	// Format is atlas, golang-migrate, goose, flyway, dbmate or liquibase.
	Format string `json:"format"`
	// Order is which files run, and in what order, where the format does not leave that to the library.
	Order []string `json:"order"`
	// Without a dialect, only the rules of the format are asked for.
	rules
}

type directoryOut struct {
	// Files that the format executes, in its order.
	Files []migrationFile `json:"files"`
	// Sum is the content atlas.sum must have.
	Sum string `json:"sum"`
	// Fault is why the atlas.sum at hand is not accepted.
	Fault *sumFault `json:"fault,omitempty"`
}

type sumFault struct {
	// Kind is missing, format or mismatch.
	Kind   string `json:"kind"`
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`
	Reason string `json:"reason,omitempty"`
}

type migrationFile struct {
	Name        string `json:"name"`
	Version     string `json:"version"`
	Description string `json:"description"`
	// Hash is the file's entry in atlas.sum, without its prefix; empty where the file has none.
	Hash       string `json:"hash"`
	Checkpoint bool   `json:"checkpoint,omitempty"`
	// Baseline tells that it is one of Flyway, for databases that have nothing yet.
	Baseline   bool                `json:"baseline,omitempty"`
	Directives map[string][]string `json:"directives"`
	Statements []lexeme            `json:"statements"`
	// Up is what goes up, where no dialect is given by which to split it.
	Up string `json:"up,omitempty"`
	// Error says why the file cannot be split into statements.
	Error string `json:"error,omitempty"`
}

func directory(_ context.Context, in directoryIn) (*directoryOut, error) {
	dir, err := openDir(in)
	if err != nil {
		return nil, err
	}
	files, err := dir.Files()
	if err != nil {
		return nil, err
	}
	sum, err := migrate.NewHashFile(files)
	if err != nil {
		return nil, err
	}
	text, err := sum.MarshalText()
	if err != nil {
		return nil, err
	}
	out := &directoryOut{Files: []migrationFile{}, Sum: string(text)}
	if out.Fault, err = validate(dir); err != nil {
		return nil, err
	}
	for _, f := range files {
		out.Files = append(out.Files, describe(f, sum, in))
	}
	return out, nil
}

func validate(dir migrate.Dir) (*sumFault, error) {
	var mismatch *migrate.ChecksumError
	switch err := migrate.Validate(dir); {
	case err == nil:
		return nil, nil
	case errors.Is(err, migrate.ErrChecksumNotFound):
		return &sumFault{Kind: "missing"}, nil
	case errors.Is(err, migrate.ErrChecksumFormat):
		return &sumFault{Kind: "format"}, nil
	case errors.As(err, &mismatch):
		return &sumFault{Kind: "mismatch", File: mismatch.File, Line: mismatch.Line, Reason: mismatch.Reason.String()}, nil
	case errors.Is(err, migrate.ErrChecksumMismatch):
		return &sumFault{Kind: "mismatch"}, nil
	default:
		return nil, err
	}
}

// byteOrderMark begins the files of some editors. It is hashed with its file, but is no part of what the file says.
const byteOrderMark = "\uFEFF"

func describe(f migrate.File, sum migrate.HashFile, in directoryIn) migrationFile {
	m := migrationFile{Name: f.Name(), Version: f.Version(), Description: f.Desc(), Directives: map[string][]string{}, Statements: []lexeme{}}
	// A file that asks for it has no entry.
	if hash, err := sum.SumByName(f.Name()); err == nil {
		m.Hash = hash
	}
	mark := 0
	if plain, found := strings.CutPrefix(string(f.Bytes()), byteOrderMark); found && (in.Format == "" || in.Format == "atlas") {
		f, mark = migrate.NewLocalFile(f.Name(), []byte(plain)), len(byteOrderMark)
	}
	head := f
	if text := string(f.Bytes()); (in.Format == "" || in.Format == "atlas") && strings.Contains(text, "\r\n") {
		// The library finds directives above an empty line, which it takes a carriage return to fill.
		head = migrate.NewLocalFile(f.Name(), []byte(strings.ReplaceAll(text, "\r\n", "\n")))
	}
	if d, ok := head.(interface{ Directive(string) []string }); ok {
		for _, name := range []string{"txmode", "checkpoint", "nolint", "import"} {
			if found := d.Directive(name); len(found) > 0 {
				m.Directives[name] = found
			}
		}
	}
	if c, ok := head.(migrate.CheckpointFile); ok {
		m.Checkpoint = c.IsCheckpoint()
	}
	m.Baseline = in.Format == "flyway" && path.Base(f.Name())[0] == 'B'
	stmts, up, outside, err := split(f, in)
	m.Up = up
	if outside {
		m.Directives["txmode"] = []string{"none"}
	}
	if err != nil {
		m.Error = err.Error()
	}
	for _, s := range stmts {
		s.Pos += mark
		if in.Dialect != "" {
			s.Controls = controlsOf(s.Text, in.rules)
		}
		m.Statements = append(m.Statements, s)
	}
	return m
}

// split uses the dialect's rules for the statements, and those of the other tool for what of a file goes up; goose has its own for
// both. It also tells whether the file asks, in its tool's words, to run outside a transaction. Without a dialect it leaves
// statements together.
func split(f migrate.File, in directoryIn) (out []lexeme, up string, outside bool, err error) {
	name, up := f.Name(), string(f.Bytes())
	if in.Dialect == "postgres" && in.Format != "" && in.Format != "atlas" {
		err = refuseNested(name, up)
	}
	switch {
	case err != nil:
	case in.Format == "goose":
		out, outside, err = readGoose(name, up)
		return out, "", outside, err
	case in.Format == "dbmate":
		up, outside, err = dbmateUp(name, up)
	case in.Format == "liquibase":
		outside, err = readLiquibase(name, up, in.Dialect)
	case in.Format == "flyway":
		err = checkFlywayName(name)
	}
	if err != nil {
		return nil, "", false, err
	}
	if in.Dialect == "" {
		return nil, up, outside, nil
	}
	out, err = scan(name, up, in.rules)
	return out, "", outside, err
}

// migrationDir is what all formats have in common.
type migrationDir struct {
	*migrate.MemDir
	files func() ([]migrate.File, error)
}

func (d migrationDir) Files() ([]migrate.File, error) { return d.files() }

func (d migrationDir) Checksum() (migrate.HashFile, error) {
	files, err := d.files()
	if err != nil {
		return nil, err
	}
	return migrate.NewHashFile(files)
}

func openDir(in directoryIn) (migrate.Dir, error) {
	mem, tree := &migrate.MemDir{}, fstest.MapFS{}
	for name, text := range in.Files {
		if err := mem.WriteFile(name, []byte(text)); err != nil {
			return nil, err
		}
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	switch in.Format {
	case "", "atlas", "liquibase":
		return mem, nil
	case "golang-migrate":
		return migrationDir{mem, (&sqltool.GolangMigrateDir{FS: tree}).Files}, nil
	case "flyway":
		return migrationDir{mem, func() ([]migrate.File, error) { return flywayFiles(in), nil }}, nil
	case "goose", "dbmate":
		return migrationDir{mem, mem.Files}, nil
	}
	return nil, fmt.Errorf("unknown directory format %q", in.Format)
}
