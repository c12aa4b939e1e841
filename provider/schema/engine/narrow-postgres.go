//go:build js && wasm

package main

import (
	"strings"

	"ariga.io/atlas/sql/postgres"
	"ariga.io/atlas/sql/schema"
)

// narrowsOnPostgres knows the types that only PostgreSQL has, and its casts of assignment: ALTER COLUMN TYPE makes no others.
func narrowsOnPostgres(from, to schema.Type) bool {
	switch from := from.(type) {
	case *postgres.ArrayType:
		to, ok := to.(*postgres.ArrayType)
		return ok && narrows("postgres", from.Type, to.Type)
	case *schema.DecimalType:
		// Amounts have two digits behind the point.
		_, ok := to.(*postgres.CurrencyType)
		return ok && (from.Precision == 0 || from.Scale > 2)
	case *postgres.CurrencyType:
		to, ok := to.(*schema.DecimalType)
		return ok && to.Precision > 0 && to.Scale < 2
	case *schema.IntegerType:
		_, ok := to.(*postgres.OIDType)
		return ok && bitsOf(from) <= 32
	case *postgres.OIDType:
		to, ok := to.(*schema.IntegerType)
		return ok && bitsOf(to) <= 32
	case *schema.StringType:
		return cutsText(from, to)
	case *schema.JSONType:
		// Keys that are there twice, and their order.
		return from.T == "json" && isNamed(to, "jsonb")
	case *postgres.NetworkType:
		return from.T == "inet" && isNamed(to, "cidr")
	case *postgres.IntervalType:
		switch to := to.(type) {
		case *schema.TimeType:
			return true
		case *postgres.IntervalType:
			unit, toUnit := finestUnit(from), finestUnit(to)
			return unit > toUnit || toUnit == second && secondDigits(from) > secondDigits(to)
		}
	case *schema.TimeType:
		to, ok := to.(*schema.TimeType)
		return ok && hasZone(from) && strings.HasPrefix(from.T, "time") && !strings.HasPrefix(from.T, "timestamp") && !hasZone(to)
	}
	return false
}

// cutsText tells whether text loses spaces at its end, or what is beyond the length that a type has of itself.
func cutsText(from *schema.StringType, to schema.Type) bool {
	switch to := to.(type) {
	case *schema.StringType:
		return to.T == "name" && from.T != "name" || isPadded(to) && !isPadded(from)
	case *postgres.UserDefinedType:
		return to.T == `"char"`
	}
	return false
}

// isPadded tells whether spaces at the end of a text of a type are no part of it.
func isPadded(t *schema.StringType) bool {
	return t.T == "char" || t.T == "character" || t.T == "bpchar"
}

func isNamed(t schema.Type, name string) bool {
	switch t := t.(type) {
	case *schema.JSONType:
		return t.T == name
	case *postgres.NetworkType:
		return t.T == name
	}
	return false
}

func hasZone(t *schema.TimeType) bool {
	return strings.HasSuffix(t.T, "tz") || strings.HasSuffix(t.T, "with time zone")
}

// second is the finest unit of intervals, counted from years.
const second = 5

// finestUnit is the unit below which an interval is cut.
func finestUnit(t *postgres.IntervalType) int {
	for unit, name := range []string{"year", "month", "day", "hour", "minute"} {
		if strings.HasSuffix(strings.ToLower(t.F), name) {
			return unit
		}
	}
	return second
}

// secondDigits is the number of digits behind an interval's second.
func secondDigits(t *postgres.IntervalType) int {
	switch {
	case finestUnit(t) != second:
		return 0
	case t.Precision != nil:
		return *t.Precision
	}
	return 6
}
