//go:build js && wasm

package main

import (
	"math/big"
	"strconv"
	"strings"

	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlclient"
)

// document writes a state as HCL. What the library would write otherwise than it reads it is put in other words meanwhile.
func document(c *sqlclient.Client, r *schema.Realm) ([]byte, error) {
	defer inWordsOfHCL(c.Name, r)()
	return c.MarshalSpec(r)
}

// inWordsOfHCL changes a state for writing, and returns what changes it back.
func inWordsOfHCL(dialect string, r *schema.Realm) (undo func()) {
	var back []func()
	eachDefault(r, func(c *schema.Column, l *schema.Literal) {
		if x := wordOf(dialect, c, l.V); x != nil {
			back = append(back, func() { c.Default = l })
			c.Default = x
		}
	})
	if dialect == "postgres" {
		eachColumn(r, func(c *schema.Column) {
			t := c.Type.Type
			back = append(back, func() { c.Type.Type = t })
		})
		nameQuotedArrays(r)
	}
	return func() {
		for _, undo := range back {
			undo()
		}
	}
}

// wordOf is another word for a default; nil where the library's own says the same.
func wordOf(dialect string, c *schema.Column, text string) schema.Expr {
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
	if dialect == "postgres" {
		resolveArrays(r)
		nameScales(r)
	}
	if !isMySQL(dialect) {
		return
	}
	eachDefault(r, func(c *schema.Column, l *schema.Literal) {
		quoted := len(l.V) > 1 && (l.V[0] == '\'' || l.V[0] == '"') && l.V[len(l.V)-1] == l.V[0]
		special := strings.ContainsFunc(l.V, func(c rune) bool { return c == '\\' || !strconv.IsPrint(c) })
		if special && !quoted {
			l.V = "'" + toMySQL.Replace(l.V) + "'"
		}
	})
}
