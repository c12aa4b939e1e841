//go:build js && wasm

package main

import (
	"math/big"
	"strconv"
	"strings"

	"ariga.io/atlas/sql/mysql"
	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlclient"
)

// document writes a state as HCL. What the library would write otherwise than it reads it is put in other words meanwhile.
func document(c *sqlclient.Client, r *schema.Realm) ([]byte, error) {
	defer inWordsOfHCL(c.Name, r).run()
	defer alone(r).run()
	return c.MarshalSpec(r)
}

// alone takes the only schema of a state out of it, and returns what puts it back. For each table, the library lists those of all
// schemas, in case two have a name in common: with one schema, none do.
func alone(r *schema.Realm) (back undo) {
	if len(r.Schemas) == 1 {
		set(&back, &r.Schemas[0].Realm, nil)
	}
	return back
}

// inWordsOfHCL changes a state for writing, and returns what changes it back.
func inWordsOfHCL(dialect string, r *schema.Realm) (back undo) {
	eachColumn(r, func(c *schema.Column) {
		set(&back, &c.Type.Type, c.Type.Type)
		set(&back, &c.Default, c.Default)
		if l, ok := c.Default.(*schema.Literal); ok {
			if x := wordOf(dialect, c, l.V); x != nil {
				c.Default = x
			}
		}
		escapeTemplates(c)
	})
	if dialect == "postgres" {
		nameQuotedArrays(r)
	}
	return back
}

// notTemplates says that what begins a template in a text of HCL is a part of the text.
var notTemplates = strings.NewReplacer("${", "$${", "%{", "%%{")

// escapeTemplates does for expressions, and for values of MySQL's types, what the library does for all other texts.
func escapeTemplates(c *schema.Column) {
	if x, ok := c.Default.(*schema.RawExpr); ok {
		c.Default = &schema.RawExpr{X: notTemplates.Replace(x.X)}
	}
	escaped := func(values []string) []string {
		out := make([]string, len(values))
		for i, v := range values {
			out[i] = notTemplates.Replace(v)
		}
		return out
	}
	switch t := c.Type.Type.(type) {
	case *schema.EnumType:
		if t.Schema == nil {
			c.Type.Type = &schema.EnumType{T: t.T, Values: escaped(t.Values)}
		}
	case *mysql.SetType:
		c.Type.Type = &mysql.SetType{Values: escaped(t.Values)}
	}
}

// wordOf is another word for a default; nil where the library's own says the same.
func wordOf(dialect string, c *schema.Column, text string) schema.Expr {
	if inside := meaningOf(dialect, text); looksQuoted(inside) {
		// The library takes a text in quotes for one that SQL quotes.
		return &schema.Literal{V: strconv.Quote(text)}
	}
	if isMySQL(dialect) && strings.HasPrefix(text, "'") && strings.Contains(text, `\`) {
		// The library takes the server's escapes for a part of the text.
		return &schema.Literal{V: strconv.Quote(fromMySQL(text))}
	}
	switch c.Type.Type.(type) {
	case *schema.StringType, *schema.EnumType:
		return nil
	}
	f, err := strconv.ParseFloat(text, 64)
	exact, ok := new(big.Rat).SetString(text)
	if err != nil || !ok || !strings.Contains(text, ".") {
		return nil
	}
	// The library writes it as a float of 64 bits.
	if written, ok := new(big.Rat).SetString(strconv.FormatFloat(f, 'f', -1, 64)); ok && written.Cmp(exact) == 0 {
		return nil
	}
	return &schema.RawExpr{X: text}
}

func isMySQL(dialect string) bool { return dialect == "mysql" || dialect == "mariadb" }

// meaningOf is what a quoted literal stands for; empty where it is none.
func meaningOf(dialect, literal string) string {
	switch {
	case !looksQuoted(literal) || literal[0] != '\'':
		return ""
	case isMySQL(dialect):
		return fromMySQL(literal)
	}
	return strings.ReplaceAll(literal[1:len(literal)-1], "''", "'")
}

var mysqlEscapes = map[byte]string{'0': "\x00", 'n': "\n", 'r': "\r", 't': "\t", 'b': "\b", 'Z': "\x1a"}

// fromMySQL is the text that a quoted one of MySQL stands for.
func fromMySQL(quoted string) string {
	var b strings.Builder
	inside := strings.ReplaceAll(quoted[1:len(quoted)-1], "''", "'")
	for i := 0; i < len(inside); i++ {
		if inside[i] != '\\' || i == len(inside)-1 {
			b.WriteByte(inside[i])
			continue
		}
		i++
		if c, ok := mysqlEscapes[inside[i]]; ok {
			b.WriteString(c)
		} else {
			b.WriteByte(inside[i])
		}
	}
	return b.String()
}

var toMySQL = strings.NewReplacer(`\`, `\\`, "'", "''", "\x00", `\0`, "\n", `\n`, "\r", `\r`, "\x1a", `\Z`)

// asRead puts right what the library makes of a document: it writes texts to MySQL with the escapes of Go, and some types of
// PostgreSQL otherwise than they are called.
func asRead(r *schema.Realm, dialect string) {
	quoteTexts(r, dialect)
	if dialect == "postgres" {
		resolveArrays(r)
		nameScales(r)
	}
	if !isMySQL(dialect) {
		return
	}
	eachDefault(r, func(c *schema.Column, l *schema.Literal) {
		quoted := len(l.V) > 1 && (l.V[0] == '\'' || l.V[0] == '"') && l.V[len(l.V)-1] == l.V[0]
		if isSpecial(l.V) && !quoted {
			l.V = "'" + toMySQL.Replace(l.V) + "'"
		}
	})
}
