package hclwrite

import (
	"github.com/hashicorp/hcl/v2/hclsyntax"
	original "github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// appendBody writes a body that stands in `depth` blocks. It is not plain, and the text worth nothing, where the layout of something in it
// is left to the original.
func appendBody(to []byte, b *Body, depth int) (text []byte, plain bool) {
	for i := 0; i < len(b.items); {
		if it := b.items[i]; it.block != nil {
			if to, plain = appendBlock(to, it, depth); !plain {
				return nil, false
			}
			i++
			continue
		}
		// The signs of equality of attributes on subsequent lines stand in a column.
		end, widest := i, 0
		for ; end < len(b.items) && b.items[end].block == nil; end++ {
			widest = max(widest, len(b.items[end].name))
		}
		for ; i < end; i++ {
			if to, plain = appendAttribute(to, b.items[i], depth, widest); !plain {
				return nil, false
			}
		}
	}
	return to, true
}

func appendBlock(to []byte, it item, depth int) (text []byte, plain bool) {
	to = append(appendSpaces(to, 2*depth), it.name...)
	for _, label := range it.labels {
		to = appendQuoted(append(to, ' '), label)
	}
	to = append(to, " {\n"...)
	if to, plain = appendBody(to, &it.block.body, depth+1); !plain {
		return nil, false
	}
	return append(appendSpaces(to, 2*depth), "}\n"...), true
}

func appendAttribute(to []byte, it item, depth, width int) (text []byte, plain bool) {
	if !isPlain(it.name) {
		return nil, false
	}
	to = append(appendSpaces(to, 2*depth), it.name...)
	to = append(appendSpaces(to, width-len(it.name)), " = "...)
	if it.value != nil {
		to, plain = appendValue(to, *it.value)
	} else {
		to, plain = appendTokens(to, it.expression)
	}
	return append(to, '\n'), plain
}

func appendSpaces(to []byte, n int) []byte {
	for ; n > 0; n-- {
		to = append(to, ' ')
	}
	return to
}

func appendValue(to []byte, v cty.Value) (text []byte, plain bool) {
	switch {
	case !v.IsKnown() || v.IsNull():
		return to, false
	case v.Type() == cty.Bool && v.True():
		return append(to, "true"...), true
	case v.Type() == cty.Bool:
		return append(to, "false"...), true
	case v.Type() == cty.Number:
		return v.AsBigFloat().Append(to, 'f', -1), true
	case v.Type() == cty.String:
		return appendQuoted(to, v.AsString()), true
	}
	return appendTokens(to, original.TokensForValue(v))
}

// appendQuoted writes a text between quotes. One with anything that needs more than that is left to the original.
func appendQuoted(to []byte, s string) []byte {
	if isPlain(s) {
		return append(append(append(to, '"'), s...), '"')
	}
	for _, t := range original.TokensForValue(cty.StringVal(s)) {
		to = append(to, t.Bytes...)
	}
	return to
}

// isPlain says whether a text has only characters that are one column wide and mean themselves between quotes.
func isPlain(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c < ' ', c > '~', c == '"', c == '\\', c == '$', c == '%':
			return false
		}
	}
	return true
}

// appendTokens writes an expression of one line.
func appendTokens(to []byte, tokens Tokens) (text []byte, plain bool) {
	open := 0
	for i, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenOBrack:
			open++
		case hclsyntax.TokenCBrack:
			open--
		case hclsyntax.TokenIdent, hclsyntax.TokenNumberLit, hclsyntax.TokenDot, hclsyntax.TokenComma,
			hclsyntax.TokenOQuote, hclsyntax.TokenQuotedLit, hclsyntax.TokenCQuote:
		default:
			return to, false
		}
		if i > 0 && !joined(tokens[i-1].Type, t.Type) {
			if tokens[i-1].Type != hclsyntax.TokenComma {
				return to, false
			}
			to = append(to, ' ')
		}
		to = append(to, t.Bytes...)
	}
	return to, open == 0 && len(tokens) > 0
}

// joined says whether nothing stands between two tokens.
func joined(left, right hclsyntax.TokenType) bool {
	switch {
	case left == hclsyntax.TokenDot || right == hclsyntax.TokenDot || right == hclsyntax.TokenComma:
		return true
	case left == hclsyntax.TokenComma:
		return false
	case left == hclsyntax.TokenOQuote || left == hclsyntax.TokenQuotedLit || right == hclsyntax.TokenQuotedLit || right == hclsyntax.TokenCQuote:
		return true
	}
	return left == hclsyntax.TokenOBrack || right == hclsyntax.TokenCBrack || right == hclsyntax.TokenOBrack && left != hclsyntax.TokenCQuote
}
