// Package hclwrite is the part of HashiCorp's package of that name that the schema library writes documents with. The original keeps a tree
// of nodes and tokens, so that documents can be edited, and lays out the tokens of the whole at the end: most of the time that inspecting a
// schema takes. Here, a body is a list, and lines are written as they are to be. What is not written this way goes to the original, with all
// of its document.
package hclwrite

import (
	"io"

	original "github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

type (
	// Token is a word of an expression.
	Token = original.Token
	// Tokens are an expression.
	Tokens = original.Tokens
)

// TokensForValue is a value as an expression.
func TokensForValue(v cty.Value) Tokens { return original.TokensForValue(v) }

// File is a document.
type File struct{ body Body }

// NewFile makes an empty document.
func NewFile() *File { return &File{} }

// Body holds what is written to the document.
func (f *File) Body() *Body { return &f.body }

// WriteTo writes the document in the usual layout.
func (f *File) WriteTo(w io.Writer) (int64, error) {
	if text, plain := appendBody(nil, &f.body, 0); plain {
		n, err := w.Write(text)
		return int64(n), err
	}
	file := original.NewFile()
	f.body.copyTo(file.Body())
	return file.WriteTo(w)
}

// Body is what stands in a document or between the braces of a block: attributes and blocks in the order they were added.
type Body struct{ items []item }

// item is a block, or an attribute with an expression or a value.
type item struct {
	name       string
	labels     []string
	block      *Block
	expression Tokens
	value      *cty.Value
}

// Block is a body with a type and labels.
type Block struct{ body Body }

// Body is what stands between the braces.
func (b *Block) Body() *Body { return &b.body }

// AppendNewBlock adds an empty block.
func (b *Body) AppendNewBlock(typeName string, labels []string) *Block {
	block := &Block{}
	b.items = append(b.items, item{name: typeName, labels: labels, block: block})
	return block
}

// SetAttributeRaw gives an attribute an expression, adding it where there is none of the name.
func (b *Body) SetAttributeRaw(name string, tokens Tokens) {
	b.set(item{name: name, expression: tokens})
}

// SetAttributeValue gives an attribute a value, adding it where there is none of the name.
func (b *Body) SetAttributeValue(name string, v cty.Value) {
	b.set(item{name: name, value: &v})
}

func (b *Body) set(attribute item) {
	for i := range b.items {
		if b.items[i].block == nil && b.items[i].name == attribute.name {
			b.items[i] = attribute
			return
		}
	}
	b.items = append(b.items, attribute)
}

func (b *Body) copyTo(to *original.Body) {
	for _, it := range b.items {
		switch {
		case it.block != nil:
			it.block.body.copyTo(to.AppendNewBlock(it.name, it.labels).Body())
		case it.value != nil:
			to.SetAttributeValue(it.name, *it.value)
		default:
			to.SetAttributeRaw(it.name, it.expression)
		}
	}
}
