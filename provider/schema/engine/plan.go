//go:build js && wasm

package main

import (
	"context"
	"fmt"
	"strings"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlclient"
)

type planIn struct {
	// Target decides the dialect and version the statements are for, and whether they carry schema names.
	Target connection  `json:"target"`
	From   source      `json:"from"`
	To     source      `json:"to"`
	Dev    *connection `json:"dev"`
	Policy struct {
		Skip []string `json:"skip"`
		concurrency
	} `json:"policy"`
	Indent string `json:"indent"`
	// Settler is who tells which expressions mean the same; 0 where nobody does.
	Settler int `json:"settler"`
	// Between is who makes the desired state in the database that held the current one, once that is read; 0 where both are there.
	Between int `json:"between"`
}

type statement struct {
	Cmd     string   `json:"cmd"`
	Comment string   `json:"comment,omitempty"`
	Reverse []string `json:"reverse,omitempty"`
}

type planOut struct {
	Statements []statement `json:"statements"`
	// Changes are the differences behind the statements, one entry for each element that changes.
	Changes     []changeModel `json:"changes"`
	Diagnostics []diagnostic  `json:"diagnostics"`
	// Respelled are the names that are wanted in other letters than they have, and keep those.
	Respelled []respelled `json:"respelled"`
	// ToHash identifies the desired state in its normal form.
	ToHash string `json:"toHash"`
}

func plan(ctx context.Context, in planIn) (*planOut, error) {
	open := clients{}
	defer open.close()
	target, err := open.of(ctx, in.Target)
	if err != nil {
		return nil, err
	}
	dev := target
	if in.Dev != nil {
		if dev, err = open.of(ctx, *in.Dev); err != nil {
			return nil, err
		}
	}
	like, err := lettersOf(ctx, target)
	if err != nil {
		return nil, err
	}
	for _, s := range []*source{&in.From, &in.To} {
		if *s, err = s.inLettersOf(like, target.URL.Schema != ""); err != nil {
			return nil, err
		}
	}
	from, to, err := loadBoth(ctx, open, in, dev)
	if err != nil {
		return nil, err
	}
	if err := rebind(target, from, to, in); err != nil {
		return nil, err
	}
	out := &planOut{Statements: []statement{}, Changes: []changeModel{}, Diagnostics: []diagnostic{}, Respelled: []respelled{}}
	if out.ToHash, err = hashOf(target, to); err != nil {
		return nil, err
	}
	out.Respelled = append(out.Respelled, takeNames(from, to, like, target.Name).found...)
	changes, err := compare(ctx, target, dev, from, to, in)
	if err != nil || len(changes) == 0 {
		return out, err
	}
	planned, err := statementsOf(ctx, target, changes, from, in.Policy.concurrency, scopeOf(target, in.Indent, migrate.PlanModeInPlace))
	if err != nil {
		return nil, fmt.Errorf("planning: %w", err)
	}
	for _, c := range planned {
		reverse, err := c.ReverseStmts()
		if err != nil {
			return nil, err
		}
		out.Statements = append(out.Statements, statement{Cmd: c.Cmd, Comment: c.Comment, Reverse: reverse})
	}
	if target.Name == "sqlite" {
		nameKeys(changes)
	}
	out.Changes = flatten(changes)
	out.Diagnostics, err = analyze(ctx, analysis{
		dev: dev, name: "plan.sql", from: from, to: to,
		changes: []stmtChanges{{stmt: &migrate.Stmt{}, changes: changes}}, sum: changes,
	})
	if err == nil {
		var found []diagnostic
		found, err = narrowing(ctx, target, dev, changes)
		out.Diagnostics = append(out.Diagnostics, found...)
	}
	// Only where the tables are still there as they were read.
	if err == nil && in.From.Connection != nil && *in.From.Connection == in.Target && in.Between == 0 {
		var found []diagnostic
		found, err = findZeros(ctx, target, changes)
		out.Diagnostics = append(out.Diagnostics, found...)
	}
	return out, err
}

// loadBoth reads the two states at once where they are in different databases: while one server works, the other's answer
// is understood.
func loadBoth(ctx context.Context, open clients, in planIn, dev *sqlclient.Client) (from, to *schema.Realm, err error) {
	fromVia, err := open.via(ctx, in.From, dev)
	if err != nil {
		return nil, nil, err
	}
	toVia, err := open.via(ctx, in.To, dev)
	if err != nil {
		return nil, nil, err
	}
	readFrom := func() (err error) {
		if from, err = load(ctx, in.From, fromVia); err != nil {
			err = fmt.Errorf("reading the current state: %w", err)
		}
		return err
	}
	readTo := func() (err error) {
		if to, err = load(ctx, in.To, toVia); err != nil {
			err = fmt.Errorf("reading the desired state: %w", err)
		}
		return err
	}
	if in.Between != 0 {
		if err = readFrom(); err == nil {
			_, err = await(host.Call("answer", in.Between, "null"))
		}
		if err == nil {
			err = readTo()
		}
		return from, to, err
	}
	if fromVia != toVia {
		err = atOnce(readFrom, readTo)
	} else if err = readFrom(); err == nil {
		err = readTo()
	}
	return from, to, err
}

func hashOf(c *sqlclient.Client, r *schema.Realm) (string, error) {
	spec, err := normalForm(c, r)
	if err != nil {
		return "", fmt.Errorf("writing the schema as HCL: %w", err)
	}
	return digest(spec), nil
}

// rebind gives the schema of the desired state the name of the target's: two databases that are each bound to a schema are
// compared whatever the schemas are called, and a scratch schema is called otherwise each time.
func rebind(c *sqlclient.Client, from, to *schema.Realm, in planIn) error {
	if c.URL.Schema == "" {
		return nil
	}
	if in.To.Connection == nil && len(in.To.HCL) == 0 && len(from.Schemas) == 1 {
		// Nothing is wanted in the schema; the schema itself is the connection's.
		to.AddSchemas(schema.New(from.Schemas[0].Name))
	}
	if len(in.From.HCL) > 0 && len(from.Schemas) != 1 {
		return misbound(in.From, from, c.URL.Schema)
	}
	if len(in.To.HCL) > 0 && len(to.Schemas) != 1 && len(from.Schemas) == 1 {
		return misbound(in.To, to, from.Schemas[0].Name)
	}
	if len(from.Schemas) != 1 || len(to.Schemas) != 1 {
		return fmt.Errorf("the target is bound to one schema, but the desired state has %d", len(to.Schemas))
	}
	if len(in.To.HCL) > 0 && from.Schemas[0].Name != to.Schemas[0].Name {
		return fmt.Errorf("the target is bound to schema %q, but the HCL documents define schema %q", from.Schemas[0].Name, to.Schemas[0].Name)
	}
	if old, name := to.Schemas[0].Name, from.Schemas[0].Name; old != name {
		to.Schemas[0].Name = name
		for _, k := range outside(to) {
			if k.RefTable.Schema != nil && k.RefTable.Schema.Name == old {
				k.RefTable.Schema = to.Schemas[0]
			}
		}
		requalify(to.Schemas[0], "`"+old+"`.", "`"+name+"`.", &undo{})
	}
	return nil
}

// requalify renames the schema in default expressions: MariaDB writes in front of a sequence where it is.
func requalify(s *schema.Schema, old, name string, back *undo) {
	for _, t := range s.Tables {
		for _, c := range t.Columns {
			if x, ok := c.Default.(*schema.RawExpr); ok {
				set(back, &c.Default, schema.Expr(&schema.RawExpr{X: strings.ReplaceAll(x.X, old, name)}))
			}
		}
	}
}

// compare finds the differences.
func compare(ctx context.Context, c, dev *sqlclient.Client, from, to *schema.Realm, in planIn) (schema.Changes, error) {
	opts, err := diffOptions(in)
	if err != nil {
		return nil, err
	}
	quoteTexts(from, c.Name)
	quoteTexts(to, c.Name)
	var back undo
	switch c.Name {
	case "postgres":
		nameShared(c, from, to)
		if err = nameExtensionTypes(ctx, dev, from, to); err == nil {
			back, err = settleSpellings(ctx, c, from, to, in)
		}
	case "sqlite":
		nameUniques(from, to)
	}
	if err != nil {
		return nil, err
	}
	keepSkipped(from, to, c.Name, in.Policy.Skip)
	if len(in.To.HCL) > 0 {
		keepOutside(from, to)
		keepKeyNames(from, to)
	}
	if len(in.From.HCL)+len(in.To.HCL) > 0 {
		align(from, to)
	}
	var changes schema.Changes
	if c.URL.Schema == "" {
		changes, err = c.RealmDiff(from, to, opts...)
	} else {
		changes, err = c.SchemaDiff(from.Schemas[0], to.Schemas[0], opts...)
	}
	back.run()
	if err != nil {
		return nil, err
	}
	switch c.Name {
	case "mysql":
		changes = withColumnExtras(changes, from, to, in.Policy.Skip)
	case "mariadb":
		changes = withColumnExtras(changes, from, to, in.Policy.Skip)
		err = remakeChecks(ctx, c, changes, from)
	case "postgres":
		changes = withReferring(withNamedTypes(changes, from, to, in.Policy.Skip), from, to, in.Policy.Skip)
	case "sqlite":
		rebuildForUniques(changes)
	}
	return changes, err
}

var skippable = map[string]schema.Change{
	"add_schema": &schema.AddSchema{}, "drop_schema": &schema.DropSchema{}, "modify_schema": &schema.ModifySchema{},
	"add_table": &schema.AddTable{}, "drop_table": &schema.DropTable{}, "modify_table": &schema.ModifyTable{},
	"rename_table": &schema.RenameTable{}, "rename_constraint": &schema.RenameConstraint{},
	"add_column": &schema.AddColumn{}, "drop_column": &schema.DropColumn{}, "modify_column": &schema.ModifyColumn{},
	"add_index": &schema.AddIndex{}, "drop_index": &schema.DropIndex{}, "modify_index": &schema.ModifyIndex{},
	"add_foreign_key": &schema.AddForeignKey{}, "drop_foreign_key": &schema.DropForeignKey{},
	"modify_foreign_key": &schema.ModifyForeignKey{},
}

func diffOptions(in planIn) ([]schema.DiffOption, error) {
	opts := []schema.DiffOption{schema.DiffNormalized()}
	for _, name := range in.Policy.Skip {
		change, ok := skippable[name]
		if !ok {
			return nil, fmt.Errorf("unknown kind of change to skip: %q", name)
		}
		opts = append(opts, schema.DiffSkipChanges(change))
	}
	return opts, nil
}
