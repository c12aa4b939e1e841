//go:build js && wasm

package main

import (
	"math"
	"strconv"
	"strings"

	"ariga.io/atlas/sql/schema"
)

// respell makes expressions of default numbers that the library takes for integers and cannot write as such: 1e+10, NaN and
// Infinity. It fails to write the whole schema over one of them.
func respell(r *schema.Realm) {
	for _, s := range r.Schemas {
		for _, t := range s.Tables {
			for _, c := range t.Columns {
				if l, ok := c.Default.(*schema.Literal); ok {
					if x, odd := oddNumber(l.V); odd {
						c.Default = &schema.RawExpr{X: x}
					}
				}
			}
		}
	}
}

// oddNumber tells whether a literal is a number without a point that is no integer, and how it is written as an expression.
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
