//go:build js && wasm

package main

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlclient"
)

type inspectIn struct {
	From source      `json:"from"`
	Dev  *connection `json:"dev"`
	// Formats are the texts wanted: hcl, sql, model.
	Formats []string `json:"formats"`
	// Indent of the SQL text.
	Indent string `json:"indent"`
}

type inspectOut struct {
	// HCL is without the foreign keys that are Outside.
	HCL   string      `json:"hcl,omitempty"`
	SQL   string      `json:"sql,omitempty"`
	Model *realmModel `json:"model,omitempty"`
	// Outside names the foreign keys to tables that were not read.
	Outside []string `json:"outside,omitempty"`
	// Hash of the schema in its normal form: changes of layout or comments in its source leave it as it is.
	Hash string `json:"hash"`
}

func inspect(ctx context.Context, in inspectIn) (*inspectOut, error) {
	via := in.From.Connection
	if via == nil {
		via = in.Dev
	}
	open := clients{}
	defer open.close()
	client, err := open.of(ctx, *via)
	if err != nil {
		return nil, err
	}
	if len(in.From.Exclude) > 0 {
		like, err := lettersOf(ctx, client)
		if err != nil {
			return nil, err
		}
		if in.From, err = in.From.inLettersOf(like, client.URL.Schema != ""); err != nil {
			return nil, err
		}
	}
	realm, err := load(ctx, in.From, client)
	if err != nil {
		return nil, err
	}
	spec, err := normalForm(client, realm)
	if err != nil {
		return nil, fmt.Errorf("writing the schema as HCL: %w", err)
	}
	out := &inspectOut{Hash: digest(spec)}
	for _, k := range outside(realm) {
		out.Outside = append(out.Outside, title(k))
	}
	if slices.Contains(in.Formats, "hcl") {
		out.HCL = string(spec)
	}
	if slices.Contains(in.Formats, "model") {
		out.Model = modelOf(realm, client)
	}
	if slices.Contains(in.Formats, "sql") {
		if out.SQL, err = creation(ctx, client, realm, in.Indent); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return base64.StdEncoding.EncodeToString(sum[:])
}

// creation is the SQL that would make the schema in an empty database.
func creation(ctx context.Context, c *sqlclient.Client, r *schema.Realm, indent string) (string, error) {
	quoteTexts(r, c.Name)
	changes, err := c.RealmDiff(&schema.Realm{Attrs: r.Attrs}, r)
	if err != nil {
		return "", err
	}
	if c.URL.Schema != "" {
		changes = slices.DeleteFunc(changes, func(change schema.Change) bool {
			_, isSchema := change.(*schema.AddSchema)
			return isSchema
		})
	}
	if len(changes) == 0 {
		return "", nil
	}
	planned, err := statementsOf(ctx, c, changes, &schema.Realm{}, concurrency{}, scopeOf(c, indent, migrate.PlanModeDump))
	if err != nil {
		return "", fmt.Errorf("writing the schema as SQL: %w", err)
	}
	var b strings.Builder
	for _, change := range planned {
		if change.Comment != "" {
			fmt.Fprintf(&b, "-- %s%s\n", strings.ToUpper(change.Comment[:1]), change.Comment[1:])
		}
		b.WriteString(change.Cmd + ";\n")
	}
	return b.String(), nil
}

// scopeOf leaves schema names out of the statements when the connection is bound to one.
func scopeOf(c *sqlclient.Client, indent string, mode migrate.PlanMode) migrate.PlanOption {
	return func(o *migrate.PlanOptions) {
		o.Indent = indent
		o.Mode = mode
		if c.URL.Schema != "" {
			o.SchemaQualifier = new(string)
		}
	}
}

type cleanIn struct {
	Connection connection `json:"connection"`
	// Revisions is the table that may exist in a clean database.
	Revisions struct{ Schema, Name string } `json:"revisions"`
}

type cleanOut struct {
	// Dirt says what was found; empty when the database is clean.
	Dirt string `json:"dirt,omitempty"`
}

func checkClean(ctx context.Context, in cleanIn) (*cleanOut, error) {
	c, err := in.Connection.open(ctx)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	err = c.CheckClean(ctx, &migrate.TableIdent{Schema: in.Revisions.Schema, Name: in.Revisions.Name})
	if dirty, ok := err.(*migrate.NotCleanError); ok {
		return &cleanOut{Dirt: dirtOf(dirty, migrate.TableIdent{Schema: in.Revisions.Schema, Name: in.Revisions.Name})}, nil
	}
	return &cleanOut{}, err
}

// mostNamed is how many schemas or tables a message about a database that is not clean names.
const mostNamed = 5

// dirtOf is the library's reason, with the names of what it only counts, and without the history of migrations, which is no dirt.
func dirtOf(dirty *migrate.NotCleanError, history migrate.TableIdent) string {
	r := dirty.State
	if r == nil {
		return dirty.Reason
	}
	if dirty.Reason == fmt.Sprintf("found schema %q", history.Schema) {
		if s, ok := r.Schema(history.Schema); ok && len(s.Tables) == 0 {
			return dirtBeside(r, history)
		}
	}
	var in *schema.Schema
	switch {
	case strings.HasPrefix(dirty.Reason, "found multiple schemas"):
		return foundMore("schema", foreignSchemas(r, history), "")
	case len(r.Schemas) == 1:
		in = r.Schemas[0]
	case strings.Contains(dirty.Reason, " tables in schema "):
		// Schemas beside the one of the history are named before what is in that is looked at.
		in, _ = r.Schema(history.Schema)
	}
	if in == nil {
		return dirty.Reason
	}
	names, where := foreignTables(in, history), ""
	if strings.Contains(dirty.Reason, " in schema ") {
		where = fmt.Sprintf(" in schema %q", in.Name)
	}
	switch {
	case len(names) == 0:
		return dirty.Reason
	case strings.HasPrefix(dirty.Reason, "found table "):
		return foundMore("table", names[:1], where)
	case strings.Contains(dirty.Reason, " tables"):
		return foundMore("table", names, where)
	}
	return dirty.Reason
}

// dirtBeside is what the library, which stops at the first schema that it finds, did not come to: what is beside a schema that was made
// for the history, and is empty yet.
func dirtBeside(r *schema.Realm, history migrate.TableIdent) string {
	for _, name := range foreignSchemas(r, history) {
		if s, ok := r.Schema(name); ok && (name != "public" || len(s.Tables) > 0) {
			return fmt.Sprintf("found schema %q", name)
		}
	}
	return ""
}

// foreignTables are the tables of a schema but for the history of migrations.
func foreignTables(s *schema.Schema, history migrate.TableIdent) []string {
	var names []string
	for _, t := range s.Tables {
		// SQLite has one schema, whatever the history's is said to be.
		if t.Name != history.Name || history.Schema != "" && s.Name != history.Schema && s.Name != "main" {
			names = append(names, t.Name)
		}
	}
	return names
}

// foreignSchemas are the schemas but for one that holds the history of migrations and nothing else.
func foreignSchemas(r *schema.Realm, history migrate.TableIdent) []string {
	var names []string
	for _, s := range r.Schemas {
		if s.Name != history.Schema || len(foreignTables(s, history)) > 0 {
			names = append(names, s.Name)
		}
	}
	return names
}

// foundMore names the one that was found, or how many and the first of them.
func foundMore(what string, names []string, where string) string {
	if len(names) == 1 {
		return fmt.Sprintf("found %s %q%s", what, names[0], where)
	}
	n, more := len(names), ""
	if n > mostNamed {
		names, more = names[:mostNamed], fmt.Sprintf(" and %d more", n-mostNamed)
	}
	return fmt.Sprintf("found multiple %ss%s: %d (%s%s)", what, where, n, strings.Join(names, ", "), more)
}

// formatHCL brings a document into the usual layout. The library leaves one that cannot be read as it is, without a word.
func formatHCL(_ context.Context, in textFile) (*textFile, error) {
	if _, diags := hclsyntax.ParseConfig([]byte(in.Text), in.Name, hcl.InitialPos); diags.HasErrors() {
		return nil, diags
	}
	return &textFile{Name: in.Name, Text: string(hclwrite.Format([]byte(in.Text)))}, nil
}
