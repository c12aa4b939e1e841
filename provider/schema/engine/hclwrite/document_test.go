package hclwrite

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	original "github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// Names, texts and expressions from which documents are made: the plain, and all that can upset a layout.
var (
	names  = []string{"a", "on", "type", "null", "on_update", "größe", "a-b", "in"}
	texts  = []string{"", "users", "a b", `say "so"`, `C:\`, "100%", "${a}", "%{b", "$", "two\nlines", "\t", "größe", "日本", "\u0001", "e\u0301"}
	values = []cty.Value{
		cty.True, cty.False, cty.NumberIntVal(0), cty.NumberIntVal(-17), cty.NumberFloatVal(0.5), cty.MustParseNumberVal("1e30"),
		cty.NullVal(cty.String), cty.ListVal([]cty.Value{cty.StringVal("x"), cty.StringVal("${y}")}), cty.ListValEmpty(cty.Number),
		cty.TupleVal([]cty.Value{cty.NumberIntVal(-1), cty.TupleVal([]cty.Value{cty.True})}),
		cty.MapVal(map[string]cty.Value{"k": cty.StringVal("v"), "a b": cty.StringVal("w")}), cty.EmptyObjectVal,
	}
	expressions = []Tokens{
		{token(hclsyntax.TokenIdent, "bigint")}, {token(hclsyntax.TokenIdent, `sql("now()")`)}, {token(hclsyntax.TokenIdent, "a\nb")},
		{token(hclsyntax.TokenOHeredoc, "<<-SQL\n  SELECT 1\n  SQL")}, {},
		{token(hclsyntax.TokenOBrack, "["), token(hclsyntax.TokenCBrack, "]")},
		{token(hclsyntax.TokenOBrack, "["), token(hclsyntax.TokenIdent, "a")},
		{token(hclsyntax.TokenIdent, "a"), token(hclsyntax.TokenIdent, "b")},
		{token(hclsyntax.TokenIdent, "f"), token(hclsyntax.TokenOParen, "("), token(hclsyntax.TokenCParen, ")")},
		list(reference("column", "id"), reference("column", "a b")), list(reference("table", "in", "column", "x")),
		list(original.TokensForValue(cty.StringVal("x")), original.TokensForValue(cty.StringVal(""))),
		list(original.TokensForValue(cty.NumberIntVal(-1)), original.TokensForValue(cty.StringVal("ü"))), list(list(), list()),
	}
)

func token(of hclsyntax.TokenType, text string) *Token { return &Token{Type: of, Bytes: []byte(text)} }

func list(items ...Tokens) Tokens {
	out := Tokens{token(hclsyntax.TokenOBrack, "[")}
	for i, item := range items {
		if i > 0 {
			out = append(out, token(hclsyntax.TokenComma, ","))
		}
		out = append(out, item...)
	}
	return append(out, token(hclsyntax.TokenCBrack, "]"))
}

// reference is an expression as the library writes it: names in brackets where they are no words.
func reference(path ...string) (out Tokens) {
	for i, name := range path {
		switch {
		case i > 0 && !hclsyntax.ValidIdentifier(name):
			out = append(append(append(out, token(hclsyntax.TokenOBrack, "[")), original.TokensForValue(cty.StringVal(name))...),
				token(hclsyntax.TokenCBrack, "]"))
			continue
		case i > 0:
			out = append(out, token(hclsyntax.TokenDot, "."))
		}
		out = append(out, token(hclsyntax.TokenIdent, name))
	}
	return out
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// fill writes the same into both bodies. Most documents are plain, as most are: `odd` is how many of ten choices may be anything.
func fill(r *rand.Rand, b *Body, o *original.Body, depth, odd int) {
	chosen := func(of int) int {
		if r.IntN(10) < odd {
			return of
		}
		return min(of, 2)
	}
	for range r.IntN(6) {
		name := pick(r, names)
		switch r.IntN(4) {
		case 0:
			v := pick(r, values[:chosen(len(values))])
			b.SetAttributeValue(name, v)
			o.SetAttributeValue(name, v)
		case 1:
			v := cty.StringVal(pick(r, texts[:chosen(len(texts))]))
			b.SetAttributeValue(name, v)
			o.SetAttributeValue(name, v)
		case 2:
			x := pick(r, expressions[:chosen(len(expressions))])
			b.SetAttributeRaw(name, x)
			o.SetAttributeRaw(name, x)
		case 3:
			labels := texts[:0:0]
			for range r.IntN(3) {
				labels = append(labels, pick(r, texts))
			}
			if depth < 3 {
				fill(r, b.AppendNewBlock(name, labels).Body(), o.AppendNewBlock(name, labels).Body(), depth+1, odd)
			}
		}
	}
}

func TestWritesWhatTheOriginalWrites(t *testing.T) {
	plain := 0
	for seed := range uint64(4000) {
		r := rand.New(rand.NewPCG(seed, 0))
		f, o := NewFile(), original.NewFile()
		fill(r, f.Body(), o.Body(), 0, r.IntN(4))
		if _, ok := appendBody(nil, f.Body(), 0); ok {
			plain++
		}
		var got, want bytes.Buffer
		f.WriteTo(&got)
		o.WriteTo(&want)
		if got.String() != want.String() {
			t.Fatalf("document %d:\n%s\nThe original writes:\n%s", seed, got.String(), want.String())
		}
	}
	if plain < 1000 {
		t.Errorf("only %d of 4000 documents were written here", plain)
	}
}
