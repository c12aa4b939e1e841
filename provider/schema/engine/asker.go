//go:build js && wasm

package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// asker gets what a project file wants to know about the world from the host, which decides what may be known.
type asker struct{ id int }

// question is one thing asked: a function with its argument, or a data source with its attributes.
type question struct {
	Kind  string                     `json:"kind"`
	Name  string                     `json:"name,omitempty"`
	Attrs map[string]json.RawMessage `json:"attrs"`
	// Of the block of a data source, and of its attributes.
	Place  *sourcePlace           `json:"place,omitempty"`
	Places map[string]sourcePlace `json:"places,omitempty"`
}

func (a *asker) ask(q question, answer any) error {
	text, err := json.Marshal(q)
	if err != nil {
		return err
	}
	reply, err := await(host.Call("answer", a.id, string(text)))
	if err != nil {
		return err
	}
	return json.Unmarshal([]byte(reply), answer)
}

// functions are those that reach outside the file; all others come with the language.
func (a *asker) functions() map[string]function.Function {
	text := function.StaticReturnType(cty.String)
	list := function.StaticReturnType(cty.List(cty.String))
	one := func(kind string) function.Function {
		return a.function(kind, text, func(argument json.RawMessage) (cty.Value, error) {
			var s string
			err := a.ask(question{Kind: kind, Attrs: map[string]json.RawMessage{"argument": argument}}, &s)
			return cty.StringVal(s), err
		})
	}
	many := func(kind string) function.Function {
		return a.function(kind, list, func(argument json.RawMessage) (cty.Value, error) {
			var found []string
			err := a.ask(question{Kind: kind, Attrs: map[string]json.RawMessage{"argument": argument}}, &found)
			return listOf(found), err
		})
	}
	return map[string]function.Function{
		"file": one("file"), "getenv": one("getenv"), "glob": many("glob"), "fileset": many("fileset"),
	}
}

func (a *asker) function(name string, returns function.TypeFunc, answer func(json.RawMessage) (cty.Value, error)) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: name, Type: cty.String}},
		Type:   returns,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			argument, err := json.Marshal(args[0].AsString())
			if err != nil {
				return cty.NilVal, err
			}
			return answer(argument)
		},
	})
}

func listOf(texts []string) cty.Value {
	if len(texts) == 0 {
		return cty.ListValEmpty(cty.String)
	}
	values := make([]cty.Value, len(texts))
	for i, t := range texts {
		values[i] = cty.StringVal(t)
	}
	return cty.ListVal(values)
}

// dataSource evaluates a data block's attributes and asks the host for the rest.
func (a *asker) dataSource(_ context.Context, ctx *hcl.EvalContext, b *hclsyntax.Block) (cty.Value, error) {
	q := question{Kind: "data." + b.Labels[0], Name: b.Labels[1], Attrs: map[string]json.RawMessage{}, Places: map[string]sourcePlace{}}
	place := beginOf(b.Range())
	q.Place = &place
	for _, child := range b.Body.Blocks {
		return cty.NilVal, at(child.Range(), fmt.Sprintf("block %q is not supported in data %q", child.Type, b.Labels[0]))
	}
	for name, attr := range b.Body.Attributes {
		v, diags := attr.Expr.Value(ctx)
		if diags.HasErrors() {
			return cty.NilVal, diags
		}
		text, err := ctyjson.SimpleJSONValue{Value: v}.MarshalJSON()
		if err != nil {
			return cty.NilVal, at(attr.Range(), err.Error())
		}
		q.Attrs[name] = text
		q.Places[name] = beginOf(attr.Range())
	}
	var answer struct {
		URL    string   `json:"url"`
		Values []string `json:"values"`
	}
	if err := a.ask(q, &answer); err != nil {
		return cty.NilVal, err
	}
	if b.Labels[0] != "sql" {
		return cty.ObjectVal(map[string]cty.Value{"url": cty.StringVal(answer.URL)}), nil
	}
	value := cty.NullVal(cty.String)
	if len(answer.Values) > 0 {
		value = cty.StringVal(answer.Values[0])
	}
	return cty.ObjectVal(map[string]cty.Value{
		"count": cty.NumberIntVal(int64(len(answer.Values))), "value": value, "values": listOf(answer.Values),
	}), nil
}
