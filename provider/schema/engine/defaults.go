//go:build js && wasm

package main

import (
	"math"
	"strconv"
	"strings"

	"ariga.io/atlas/sql/schema"
)

// respell makes expressions of defaults that the library reads as plain values and cannot write as such: it would fail over the
// whole schema, or make another value of them.
func respell(r *schema.Realm, dialect string) {
	eachDefault(r, func(c *schema.Column, l *schema.Literal) {
		if x, odd := oddNumber(l.V); odd {
			c.Default = &schema.RawExpr{X: x}
		} else if dialect == "sqlite" && wouldBecomeText(c, l.V) || dialect == "postgres" && wouldGainQuotes(c, l.V) {
			c.Default = &schema.RawExpr{X: l.V}
		}
	})
}

// eachDefault visits the defaults that are plain values.
func eachDefault(r *schema.Realm, visit func(*schema.Column, *schema.Literal)) {
	eachColumn(r, func(c *schema.Column) {
		if l, ok := c.Default.(*schema.Literal); ok {
			visit(c, l)
		}
	})
}

// oddNumber tells whether a literal is a number without a point that is no integer (1e+10, NaN, Infinity), which the library
// takes for one, and how it is written as an expression.
func oddNumber(text string) (string, bool) {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || strings.Contains(text, ".") {
		return "", false
	}
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return "'" + text + "'", true
	}
	_, signed := strconv.ParseInt(text, 10, 64)
	_, unsigned := strconv.ParseUint(text, 10, 64)
	return text, signed != nil && unsigned != nil
}

// wouldGainQuotes tells whether the library writes quotes around a number or truth value of PostgreSQL, which has none in a column of
// money or of a domain: read again, it would be another expression.
func wouldGainQuotes(c *schema.Column, text string) bool {
	switch c.Type.Type.(type) {
	case *schema.BoolType, *schema.DecimalType, *schema.IntegerType, *schema.FloatType, *schema.StringType:
		return false
	}
	_, err := strconv.ParseFloat(text, 64)
	return err == nil || text == "true" || text == "false"
}

// wouldBecomeText tells whether SQLite's value would change by the quotes that the library writes around it. They make no
// difference to a whole number in a column of texts, which keeps it as a text, and of dates, which makes a number of it again.
func wouldBecomeText(c *schema.Column, text string) bool {
	switch c.Type.Type.(type) {
	case *schema.BoolType, *schema.DecimalType, *schema.IntegerType, *schema.FloatType:
		return false
	}
	if strings.HasPrefix(text, "'") || strings.HasPrefix(text, `"`) {
		return false
	}
	_, bytes := c.Type.Type.(*schema.BinaryType)
	i, err := strconv.ParseInt(text, 10, 64)
	return bytes || err != nil || strconv.FormatInt(i, 10) != text
}
