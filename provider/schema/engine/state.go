//go:build js && wasm

package main

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclparse"

	"ariga.io/atlas/sql/migrate"
	_ "ariga.io/atlas/sql/mysql"
	_ "ariga.io/atlas/sql/postgres"
	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlclient"
	_ "ariga.io/atlas/sql/sqlite"
)

// connection names a session of the host, the dialect it speaks, and the schema it is bound to (empty: all schemas).
type connection struct {
	Session int    `json:"session"`
	Dialect string `json:"dialect"`
	Schema  string `json:"schema"`
}

type textFile struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// source is where a schema is read from: a database, HCL documents, or nothing (an empty database).
type source struct {
	Connection *connection         `json:"connection"`
	HCL        []textFile          `json:"hcl"`
	Variables  map[string]variable `json:"variables"`
	Schemas    []string            `json:"schemas"`
	Exclude    []string            `json:"exclude"`
}

// open makes an Atlas client over the session, scoped as the connection says. The URL only carries the session's number
// through the Atlas drivers to sessionDriver.Open.
func (c connection) open(ctx context.Context) (*sqlclient.Client, error) {
	u := &url.URL{Scheme: c.Dialect, Host: fmt.Sprintf("session-%d", c.Session)}
	switch c.Dialect {
	case "postgres":
		if c.Schema != "" {
			u.RawQuery = url.Values{"search_path": {c.Schema}}.Encode()
		}
	case "mysql", "mariadb":
		u.Path = "/" + c.Schema
	}
	return sqlclient.OpenURL(ctx, u)
}

// clients are the Atlas clients of one call. A session that is named several times is opened once: opening it asks the server.
type clients map[connection]*sqlclient.Client

func (cs clients) of(ctx context.Context, c connection) (*sqlclient.Client, error) {
	if open, ok := cs[c]; ok {
		return open, nil
	}
	open, err := c.open(ctx)
	if err == nil {
		cs[c] = open
	}
	return open, err
}

// via is the client a source is read through: its own, or the dev database's.
func (cs clients) via(ctx context.Context, s source, dev *sqlclient.Client) (*sqlclient.Client, error) {
	if s.Connection == nil {
		return dev, nil
	}
	return cs.of(ctx, *s.Connection)
}

func (cs clients) close() {
	for _, c := range cs {
		c.Close()
	}
}

// read inspects what the client is connected to.
func read(ctx context.Context, c *sqlclient.Client, s source) (*schema.Realm, error) {
	realm, err := inspected(ctx, c, s)
	if err != nil {
		return nil, err
	}
	complete(realm, c.Name)
	if c.Name == "postgres" {
		err = readNumbers(ctx, c, realm)
	}
	return realm, err
}

// complete puts right what the library misreads of a database.
func complete(r *schema.Realm, dialect string) {
	respell(r, dialect)
	switch dialect {
	case "sqlite":
		readCollations(r)
		readAutoincrement(r)
	case "mysql", "mariadb":
		readValues(r)
	case "postgres":
		nameScales(r)
	}
}

func inspected(ctx context.Context, c *sqlclient.Client, s source) (*schema.Realm, error) {
	if c.URL.Schema == "" {
		return c.InspectRealm(ctx, &schema.InspectRealmOption{Schemas: s.Schemas, Exclude: s.Exclude})
	}
	one, err := c.InspectSchema(ctx, c.URL.Schema, &schema.InspectOptions{Exclude: s.Exclude})
	if err != nil {
		return nil, err
	}
	return migrate.Schema(one).ReadState(ctx)
}

// load reads a source through its client. HCL needs a dev database: there it is created, read back in the database's own
// words, and removed.
func load(ctx context.Context, s source, via *sqlclient.Client) (*schema.Realm, error) {
	switch {
	case s.Connection != nil:
		return read(ctx, via, s)
	case len(s.HCL) > 0:
		return loadHCL(ctx, s, via)
	}
	return &schema.Realm{}, nil
}

func loadHCL(ctx context.Context, s source, dev *sqlclient.Client) (*schema.Realm, error) {
	parser := hclparse.NewParser()
	for _, f := range s.HCL {
		if _, diags := parser.ParseHCL([]byte(f.Text), f.Name); diags.HasErrors() {
			return nil, diags
		}
	}
	keepDigits(parser)
	realm := &schema.Realm{}
	if err := dev.Eval(parser, realm, variables(s.Variables)); err != nil {
		return nil, err
	}
	asRead(realm, dev.Name)
	if len(s.Schemas) > 0 {
		only(realm, s.Schemas)
	}
	// SQLite takes a document as it is.
	if normalizer, ok := dev.Driver.(schema.Normalizer); ok {
		marks := []func(*schema.Realm){fillSerials(realm), setDefaultsAside(realm), noteLabels(realm)}
		var err error
		if realm, err = normalized(ctx, normalizer, realm, s, dev.URL.Schema); err != nil {
			return nil, err
		}
		complete(realm, dev.Name)
		if dev.Name == "postgres" {
			nameSerials(realm)
			for _, mark := range marks {
				mark(realm)
			}
		}
	}
	return leavingOut(realm, dev, s.Exclude)
}

// leavingOut drops what the patterns name, as inspecting a database does.
func leavingOut(r *schema.Realm, c *sqlclient.Client, patterns []string) (*schema.Realm, error) {
	if c.URL.Schema == "" {
		return schema.ExcludeRealm(r, patterns)
	}
	for _, s := range slices.Clone(r.Schemas) {
		if _, err := schema.ExcludeSchema(s, patterns); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// normalized makes the state in the dev database and reads it back.
func normalized(ctx context.Context, n schema.Normalizer, r *schema.Realm, s source, bound string) (*schema.Realm, error) {
	if bound == "" {
		n, err := keepingExtensions(ctx, n)
		if err != nil {
			return nil, err
		}
		return n.NormalizeRealm(ctx, r)
	}
	if len(r.Schemas) != 1 {
		return nil, misbound(s, r, bound)
	}
	one, err := n.NormalizeSchema(ctx, r.Schemas[0])
	if err != nil {
		return nil, err
	}
	r.Schemas[0], one.Realm = one, r
	return r, nil
}

// misbound says that documents have no schema, or several, where the one called name is meant.
func misbound(s source, r *schema.Realm, name string) error {
	files := make([]string, len(s.HCL))
	for i, f := range s.HCL {
		files[i] = f.Name
	}
	where := strings.Join(files, ", ")
	if len(r.Schemas) == 0 {
		return &advisedError{
			where + ": no schema is declared, and the URL is bound to one",
			fmt.Sprintf("Declare the schema, and its tables with `schema = schema.%[1]s`: schema %[1]q {}. By itself, that is one without tables.", name),
		}
	}
	names := make([]string, len(r.Schemas))
	for i, s := range r.Schemas {
		names[i] = s.Name
	}
	return &advisedError{
		fmt.Sprintf("%s: %d schemas are declared (%s), and the URL is bound to one", where, len(names), strings.Join(names, ", ")),
		"Declare one of them only, or leave the schema out of the URL.",
	}
}

func only(r *schema.Realm, names []string) {
	wanted := make(map[string]bool, len(names))
	for _, n := range names {
		wanted[n] = true
	}
	kept := r.Schemas[:0]
	for _, s := range r.Schemas {
		if wanted[s.Name] {
			kept = append(kept, s)
		}
	}
	r.Schemas = kept
}
