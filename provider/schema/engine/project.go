//go:build js && wasm

package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"ariga.io/atlas/schemahcl"
)

type projectIn struct {
	File textFile `json:"file"`
	// Env selects the env blocks of that name; empty: none.
	Env       string              `json:"env"`
	Variables map[string]variable `json:"variables"`
	// Asker is the number under which the host answers questions about the world outside the file.
	Asker int `json:"asker"`
}

type projectOut struct {
	Blocks []projectBlock `json:"blocks"`
}

// projectBlock is one evaluated block. What blocks mean is decided on the JavaScript side.
type projectBlock struct {
	Type     string                     `json:"type"`
	Name     string                     `json:"name,omitempty"`
	Line     int                        `json:"line"`
	Column   int                        `json:"column"`
	Attrs    map[string]json.RawMessage `json:"attrs"`
	Places   map[string]sourcePlace     `json:"places"`
	Children []projectBlock             `json:"children"`
}

// sourcePlace is where an attribute begins, from 1.
type sourcePlace struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

func beginOf(r hcl.Range) sourcePlace { return sourcePlace{r.Start.Line, r.Start.Column} }

// Words that may be written without quotes, by where they may be.
var projectEnums = map[string][]string{
	"env.migration.format":     {"atlas", "golang-migrate", "goose", "flyway", "dbmate", "liquibase"},
	"env.migration.exec_order": {"LINEAR", "LINEAR_SKIP", "NON_LINEAR"},
	"env.lint.review":          {"ALWAYS", "WARNING", "ERROR"},
	"lint.review":              {"ALWAYS", "WARNING", "ERROR"},
}

func project(ctx context.Context, in projectIn) (*projectOut, error) {
	parser := hclparse.NewParser()
	file, diags := parser.ParseHCL([]byte(in.File.Text), in.File.Name)
	if diags.HasErrors() {
		return nil, diags
	}
	body, ok := file.Body.(*hclsyntax.Body)
	if !ok {
		return nil, fmt.Errorf("%s is not written in HCL's own syntax", in.File.Name)
	}
	if err := selectBlocks(body, in.Env); err != nil {
		return nil, err
	}
	out := &projectOut{Blocks: []projectBlock{}}
	asker := &asker{in.Asker}
	opts := []schemahcl.Option{
		schemahcl.WithContext(ctx),
		schemahcl.WithPos(),
		schemahcl.WithFunctions(asker.functions()),
		schemahcl.WithVariables(map[string]cty.Value{
			"atlas": cty.ObjectVal(map[string]cty.Value{"env": cty.StringVal(in.Env)}),
		}),
	}
	for path, words := range projectEnums {
		opts = append(opts, schemahcl.WithScopedEnums(path, words...))
	}
	for _, block := range body.Blocks {
		if block.Type == schemahcl.BlockData && len(block.Labels) == 2 {
			opts = append(opts, schemahcl.WithDataSource(block.Labels[0], asker.dataSource))
		}
	}
	var root struct{ schemahcl.DefaultExtension }
	if err := schemahcl.New(opts...).Eval(parser, &root, variables(in.Variables)); err != nil {
		return nil, err
	}
	for _, r := range root.Extra.Children {
		block, err := blockOf(r, in.File.Name)
		if err != nil {
			return nil, err
		}
		out.Blocks = append(out.Blocks, *block)
	}
	return out, nil
}

// selectBlocks leaves out the environments that were not asked for, so that nothing in them is evaluated. A block without a
// label that names itself after the environment chosen stands in where no block has its label.
func selectBlocks(body *hclsyntax.Body, env string) error {
	var kept, labelled, generic hclsyntax.Blocks
	for _, b := range body.Blocks {
		switch {
		case b.Type == "data" && len(b.Labels) != 2:
			return at(b.Range(), "a data block has two labels: its kind, and its name")
		case b.Type != "env":
			kept = append(kept, b)
		case len(b.Labels) == 1 && env != "" && b.Labels[0] == env:
			labelled = append(labelled, b)
		case len(b.Labels) == 0 && env != "" && namedAfterSelection(b):
			generic = append(generic, b)
		case len(b.Labels) == 0 && b.Body.Attributes["name"] == nil:
			return at(b.Range(), "an env block has a label, or an attribute `name`")
		}
	}
	if len(labelled) == 0 {
		labelled = generic
	}
	body.Blocks = append(kept, labelled...)
	return nil
}

func namedAfterSelection(b *hclsyntax.Block) bool {
	name := b.Body.Attributes["name"]
	if name == nil {
		return false
	}
	reference, ok := name.Expr.(*hclsyntax.ScopeTraversalExpr)
	if !ok || len(reference.Traversal) != 2 || reference.Traversal.RootName() != "atlas" {
		return false
	}
	step, ok := reference.Traversal[1].(hcl.TraverseAttr)
	return ok && step.Name == "env"
}

// at is an error with a place, as the parser's own are.
func at(place hcl.Range, message string) hcl.Diagnostics {
	return hcl.Diagnostics{{Severity: hcl.DiagError, Summary: message, Subject: &place}}
}

func blockOf(r *schemahcl.Resource, file string) (*projectBlock, error) {
	b := &projectBlock{Type: r.Type, Name: r.Name, Attrs: map[string]json.RawMessage{}, Places: map[string]sourcePlace{}, Children: []projectBlock{}}
	place := hcl.Range{Filename: file, Start: hcl.InitialPos}
	if p := r.Range(); p != nil {
		place = *p
	}
	b.Line, b.Column = place.Start.Line, place.Start.Column
	for _, a := range r.Attrs {
		text, err := ctyjson.SimpleJSONValue{Value: a.V}.MarshalJSON()
		if err != nil {
			if p := a.Range(); p != nil {
				place = *p
			}
			return nil, at(place, fmt.Sprintf("%s of %s is not a text, number, truth value, list or map", a.K, r.Type))
		}
		b.Attrs[a.K] = text
		if p := a.Range(); p != nil {
			b.Places[a.K] = beginOf(*p)
		}
	}
	for _, c := range r.Children {
		child, err := blockOf(c, file)
		if err != nil {
			return nil, err
		}
		b.Children = append(b.Children, *child)
	}
	return b, nil
}
