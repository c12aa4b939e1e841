//go:build js && wasm

package main

import (
	"context"
	"fmt"

	"ariga.io/atlas/schemahcl"
	"ariga.io/atlas/sql/migrate"
	_ "ariga.io/atlas/sql/mysql/mysqlcheck"
	_ "ariga.io/atlas/sql/postgres/postgrescheck"
	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlcheck"
	"ariga.io/atlas/sql/sqlclient"
	_ "ariga.io/atlas/sql/sqlite/sqlitecheck"
)

type lintIn struct {
	// Dev holds the state before the files; the files are executed there.
	Dev   connection `json:"dev"`
	Files []lintFile `json:"files"`
}

type lintFile struct {
	Name       string   `json:"name"`
	Text       string   `json:"text"`
	Statements []lexeme `json:"statements"`
	// Whole compares the states before and after the file at once, for long first files.
	Whole bool `json:"whole"`
}

type lintOut struct {
	Files []lintReport `json:"files"`
	From  string       `json:"from"`
	To    string       `json:"to"`
}

type lintReport struct {
	Name        string       `json:"name"`
	Diagnostics []diagnostic `json:"diagnostics"`
	// Changes is how many of the statements changed the schema.
	Changes int `json:"changes"`
}

type diagnostic struct {
	Analyzer string   `json:"analyzer"`
	Code     string   `json:"code"`
	Text     string   `json:"text"`
	Report   string   `json:"report"`
	Pos      int      `json:"pos"`
	Fixes    []string `json:"fixes,omitempty"`
}

// stmtChanges is what one statement changed.
type stmtChanges struct {
	stmt    *migrate.Stmt
	changes schema.Changes
}

type analysis struct {
	dev      *sqlclient.Client
	name     string
	text     string
	from, to *schema.Realm
	changes  []stmtChanges
	sum      schema.Changes
}

func lint(ctx context.Context, in lintIn) (*lintOut, error) {
	dev, err := in.Dev.open(ctx)
	if err != nil {
		return nil, err
	}
	defer dev.Close()
	state, err := read(ctx, dev, source{})
	if err != nil {
		return nil, err
	}
	like, err := lettersOf(ctx, dev)
	if err != nil {
		return nil, err
	}
	out := &lintOut{Files: []lintReport{}}
	if out.From, err = specOf(dev, state); err != nil {
		return nil, err
	}
	for _, f := range in.Files {
		a, err := replay(ctx, dev, like, state, f)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		diags, err := analyze(ctx, *a)
		if err != nil {
			return nil, fmt.Errorf("analysing %s: %w", f.Name, err)
		}
		out.Files = append(out.Files, lintReport{Name: f.Name, Diagnostics: diags, Changes: a.effective()})
		state = a.to
	}
	out.To, err = specOf(dev, state)
	return out, err
}

// effective counts the statements that changed the schema.
func (a *analysis) effective() int {
	n := 0
	for _, c := range a.changes {
		if len(c.changes) > 0 {
			n++
		}
	}
	return n
}

func specOf(c *sqlclient.Client, r *schema.Realm) (string, error) {
	spec, err := normalForm(c, r)
	return string(spec), err
}

// replay executes the statements of a file one by one and notes what each of them changed.
func replay(ctx context.Context, dev *sqlclient.Client, like *letters, before *schema.Realm, f lintFile) (*analysis, error) {
	a := &analysis{dev: dev, name: f.Name, text: f.Text, from: before, to: before}
	states := &renamer{dev, like, map[string]bool{}}
	for i, s := range f.Statements {
		if _, err := dev.ExecContext(ctx, s.Text); err != nil {
			return nil, &stmtError{i, err}
		}
		if f.Whole {
			continue
		}
		after, err := read(ctx, dev, source{})
		if err != nil {
			return nil, err
		}
		changes, err := states.differences(s.Text, a.to, after)
		if err != nil {
			return nil, err
		}
		a.changes = append(a.changes, stmtChanges{&migrate.Stmt{Pos: s.Pos, Text: s.Text, Comments: s.Comments}, changes})
		a.to = after
	}
	var err error
	if a.changes, err = foldRebuilds(dev, like, a.changes); err != nil {
		return nil, err
	}
	if f.Whole {
		if a.to, err = read(ctx, dev, source{}); err != nil {
			return nil, err
		}
	}
	if a.sum, err = differences(dev, like, before, a.to); err != nil {
		return nil, err
	}
	if f.Whole {
		a.changes = []stmtChanges{{&migrate.Stmt{Text: f.Text}, a.sum}}
	}
	return a, nil
}

// analyze runs every analyzer of the dialect on its own: run together, the first that objects would silence the rest. An
// analyzer's error only repeats that it reported something; severities are the caller's.
func analyze(ctx context.Context, in analysis) ([]diagnostic, error) {
	// The analyzers for MariaDB are registered as those of MySQL.
	dialect := in.dev.Name
	if dialect == "mariadb" {
		dialect = "mysql"
	}
	analyzers, err := sqlcheck.AnalyzerFor(dialect, &schemahcl.Resource{})
	if err != nil {
		return nil, err
	}
	out := []diagnostic{}
	for _, az := range analyzers {
		file := &sqlcheck.File{File: migrate.NewLocalFile(in.name, []byte(in.text)), Sum: in.sum, From: in.from, To: in.to}
		for _, c := range in.changes {
			file.Changes = append(file.Changes, &sqlcheck.Change{Changes: c.changes, Stmt: c.stmt})
		}
		name := ""
		if n, ok := az.(sqlcheck.NamedAnalyzer); ok {
			name = n.Name()
		}
		reported := len(out)
		err := az.Analyze(ctx, &sqlcheck.Pass{File: file, Dev: in.dev, Reporter: sqlcheck.ReportWriterFunc(func(r sqlcheck.Report) {
			for _, d := range r.Diagnostics {
				out = append(out, toDiagnostic(name, r.Text, d))
			}
		})})
		if err != nil && reported == len(out) {
			return nil, err
		}
	}
	return out, nil
}

func toDiagnostic(analyzer, report string, d sqlcheck.Diagnostic) diagnostic {
	out := diagnostic{Analyzer: analyzer, Code: d.Code, Text: d.Text, Report: report, Pos: d.Pos}
	for _, f := range d.SuggestedFixes {
		out.Fixes = append(out.Fixes, f.Message)
	}
	return out
}
