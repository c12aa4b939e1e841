//go:build js && wasm

package main

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// attributes are those that the library reads of a block of a schema document, by the path of the block and by dialect; "" stands
// for all of them. A path that has none for a dialect is not read there at all. Source: the library's conversion of documents
// (sqlspec and specutil, and the sqlspec.go of each driver), which passes over everything else in silence.
var attributes = map[string]map[string]string{
	"schema":               {"": "comment", "mysql": "charset collate collation"},
	"table":                {"": "schema comment depends_on", "mysql": "charset collate collation auto_increment engine", "sqlite": "without_rowid strict"},
	"table.column":         {"": "null type default as comment unsigned size precision scale", "mysql": "charset collate collation on_update auto_increment", "sqlite": "auto_increment"},
	"table.column.default": {"": "as"},
	"table.column.as":      {"": "expr type"},
	"table.column.identity": {
		"postgres": "generated start increment",
	},
	"table.primary_key":    {"": "columns comment", "mysql": "type parser", "postgres": "include page_per_range"},
	"table.primary_key.on": {"": parts, "mysql": "prefix", "postgres": "ops nulls_first nulls_last"},
	"table.index":          {"": "unique columns comment", "mysql": "type parser", "postgres": "type where nulls_distinct include page_per_range", "sqlite": "where"},
	"table.index.on":       {"": parts, "mysql": "prefix", "postgres": "ops nulls_first nulls_last"},
	"table.unique":         {"postgres": "columns comment type where nulls_distinct include page_per_range"},
	"table.unique.on":      {"postgres": parts + " ops nulls_first nulls_last"},
	"table.foreign_key":    {"": "columns ref_columns on_update on_delete"},
	"table.check":          {"": "expr", "mysql": "enforced"},
	"table.partition":      {"postgres": "type columns"},
	"table.partition.by":   {"postgres": "expr column"},
	"enum":                 {"postgres": "schema values comment"},
}

const parts = "desc column expr"

// general are the blocks that are about the document itself, and attributes that any block can have.
var general = struct{ blocks, attributes []string }{
	[]string{"variable", "locals", "data"}, []string{"name", "for_each"},
}

type unreadIn struct {
	Files   []textFile `json:"files"`
	Dialect string     `json:"dialect"`
}

type unreadOut struct {
	Found []unreadPart `json:"found"`
}

// unreadPart is a block or an attribute of a document that has no effect.
type unreadPart struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	// Type of the block, or name of the attribute.
	Type string `json:"type"`
	// Labels of the block.
	Labels []string `json:"labels,omitempty"`
	// In is the block that it stands in, such as `column "id" of table "t"`; empty where it stands by itself.
	In string `json:"in,omitempty"`
	// Known are the attributes that could stand there; absent for a block.
	Known []string `json:"known,omitempty"`
}

// unread finds what a dialect's documents say in vain.
func unread(_ context.Context, in unreadIn) (*unreadOut, error) {
	parser := hclparse.NewParser()
	r := reader{dialect: in.Dialect, found: []unreadPart{}}
	if isMySQL(in.Dialect) {
		r.dialect = "mysql"
	}
	for _, f := range in.Files {
		file, diags := parser.ParseHCL([]byte(f.Text), f.Name)
		if diags.HasErrors() {
			return nil, diags
		}
		if body, ok := file.Body.(*hclsyntax.Body); ok {
			r.blocks(body, "", "")
		}
	}
	slices.SortStableFunc(r.found, func(a, b unreadPart) int {
		if a.File != b.File {
			return 0
		}
		return a.Line - b.Line
	})
	return &unreadOut{Found: r.found}, nil
}

type reader struct {
	dialect string
	found   []unreadPart
}

// known are the attributes of a block that the dialect reads.
func (r *reader) known(path string) ([]string, bool) {
	all, shared := attributes[path][""]
	own, special := attributes[path][r.dialect]
	return append(strings.Fields(all+" "+own), general.attributes...), shared || special
}

func (r *reader) blocks(body *hclsyntax.Body, path, within string) {
	for _, b := range body.Blocks {
		if path == "" && slices.Contains(general.blocks, b.Type) {
			continue
		}
		below := strings.TrimPrefix(path+"."+b.Type, ".")
		attrs, ok := r.known(below)
		if !ok {
			r.tell(b.TypeRange, unreadPart{Type: b.Type, Labels: b.Labels, In: within})
			continue
		}
		title := strings.TrimSpace(b.Type + " " + labelled(b.Labels))
		if within != "" {
			title += " of " + within
		}
		for _, a := range b.Body.Attributes {
			if !slices.Contains(attrs, a.Name) {
				r.tell(a.NameRange, unreadPart{Type: a.Name, In: title, Known: attrs})
			}
		}
		r.blocks(b.Body, below, title)
	}
}

func (r *reader) tell(at hcl.Range, p unreadPart) {
	p.File, p.Line, p.Column = at.Filename, at.Start.Line, at.Start.Column
	r.found = append(r.found, p)
}

func labelled(labels []string) string {
	out := make([]string, len(labels))
	for i, l := range labels {
		out[i] = `"` + l + `"`
	}
	return strings.Join(out, " ")
}
