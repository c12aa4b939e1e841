//go:build js && wasm

package main

import (
	"math/big"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// keepDigits makes expressions of default numbers with more digits than the library reads of a number, which are ten.
func keepDigits(parser *hclparse.Parser) {
	for _, f := range parser.Files() {
		body, ok := f.Body.(*hclsyntax.Body)
		if !ok {
			continue
		}
		for _, table := range body.Blocks {
			for _, column := range table.Body.Blocks {
				if attr, ok := column.Body.Attributes["default"]; ok && table.Type == "table" && column.Type == "column" {
					keepDigitsOf(attr, f)
				}
			}
		}
	}
}

func keepDigitsOf(attr *hclsyntax.Attribute, f *hcl.File) {
	number := attr.Expr
	if minus, ok := number.(*hclsyntax.UnaryOpExpr); ok && minus.Op == hclsyntax.OpNegate {
		number = minus.Val
	}
	if l, ok := number.(*hclsyntax.LiteralValueExpr); !ok || l.Val.Type() != cty.Number {
		return
	}
	at := attr.Expr.Range()
	text := string(at.SliceBytes(f.Bytes))
	exact, ok := new(big.Rat).SetString(text)
	if !ok || exact.IsInt() {
		return
	}
	float, _, err := big.ParseFloat(text, 10, 512, big.ToNearestEven)
	if err != nil {
		return
	}
	if read, ok := new(big.Rat).SetString(float.String()); ok && read.Cmp(exact) == 0 {
		return
	}
	attr.Expr = &hclsyntax.FunctionCallExpr{
		Name:      "sql",
		Args:      []hclsyntax.Expression{&hclsyntax.LiteralValueExpr{Val: cty.StringVal(text), SrcRange: at}},
		NameRange: at, OpenParenRange: at, CloseParenRange: at,
	}
}
