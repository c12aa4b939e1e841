//go:build js && wasm

package main

import (
	"strings"

	"ariga.io/atlas/sql/mysql"
	"ariga.io/atlas/sql/schema"
)

// narrowsOnMySQL knows what MySQL and MariaDB turn into one another in their strict mode without an error: nearly everything.
func narrowsOnMySQL(dialect string, from, to schema.Type) bool {
	switch from := from.(type) {
	case *schema.EnumType, *mysql.SetType:
		// Values become their places in the list.
		return isNumber(to)
	case *schema.StringType, *schema.BinaryType:
		if s, ok := to.(*schema.StringType); ok {
			// CHAR has no spaces at its end.
			return isFixed(s.T) && !isFixedText(from)
		}
		return narrowsTextOnMySQL(dialect, to)
	case *schema.IntegerType:
		return isList(to)
	case *schema.DecimalType:
		switch t := to.(type) {
		case *mysql.BitType:
			return from.Scale > 0
		case *schema.TimeType:
			return from.Scale > fraction(dialect, t)
		}
		return isList(to)
	case *schema.FloatType:
		switch to.(type) {
		case *mysql.BitType, *schema.TimeType:
			return true
		case *schema.StringType, *schema.BinaryType:
			// Those of single precision are written with six digits.
			return isSingle(from)
		}
		return isList(to)
	case *schema.TimeType:
		switch t := to.(type) {
		case *schema.IntegerType, *schema.FloatType:
			return fraction(dialect, from) > 0
		case *schema.DecimalType:
			return fraction(dialect, from) > t.Scale
		}
	}
	return false
}

// narrowsTextOnMySQL tells whether text that a type takes is not told again as it was written.
func narrowsTextOnMySQL(dialect string, to schema.Type) bool {
	switch to.(type) {
	case *schema.DecimalType, *schema.FloatType, *schema.TimeType:
		return true
	case *schema.IntegerType, *schema.JSONType:
		// MariaDB refuses text that is not wholly an integer, and has JSON as text.
		return dialect == "mysql"
	}
	return false
}

func isNumber(t schema.Type) bool {
	switch t.(type) {
	case *schema.IntegerType, *schema.DecimalType, *schema.FloatType, *mysql.BitType:
		return true
	}
	return false
}

// isList tells whether values of a type are from a list, where numbers are taken for places in it.
func isList(t schema.Type) bool {
	switch t.(type) {
	case *schema.EnumType, *mysql.SetType:
		return true
	}
	return false
}

func isFixed(name string) bool { return strings.EqualFold(name, "char") }

func isFixedText(t schema.Type) bool {
	s, ok := t.(*schema.StringType)
	return ok && isFixed(s.T)
}
