//go:build js && wasm

package main

import (
	"context"
	"fmt"
	"strings"

	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlclient"
)

// narrowing reports the changes of a column's type that a server makes without a word, and that cut or round the values that are
// there. Those that it refuses where a value does not fit need no report, and SQLite leaves values as they are.
func narrowing(ctx context.Context, target, dev *sqlclient.Client, changes schema.Changes) (found []diagnostic, err error) {
	if target.Name == "sqlite" {
		return nil, nil
	}
	for t, m := range modifiedColumns(changes) {
		if !m.Change.Is(schema.ChangeType) {
			continue
		}
		from, err := plainType(ctx, target, m.From.Type.Type)
		if err != nil {
			return nil, err
		}
		to, err := plainType(ctx, dev, m.To.Type.Type)
		if err != nil {
			return nil, err
		}
		if !narrows(target.Name, from, to) {
			continue
		}
		found = append(found, diagnostic{
			Analyzer: "data_loss", Code: "DL101", Report: "changes that round or cut values detected",
			Text: fmt.Sprintf("Modifying column %q of table %q from %q to %q rounds or cuts its values",
				m.To.Name, t.Name, typeOf(m.From, target), typeOf(m.To, target)),
		})
	}
	return found, nil
}

func narrows(dialect string, from, to schema.Type) bool {
	if narrowsNumber(from, to) || narrowsTime(dialect, from, to) {
		return true
	}
	if dialect == "postgres" {
		return narrowsOnPostgres(from, to)
	}
	return narrowsOnMySQL(dialect, from, to)
}

func narrowsNumber(from, to schema.Type) bool {
	switch from := from.(type) {
	case *schema.IntegerType:
		to, ok := to.(*schema.FloatType)
		return ok && bitsOf(from) > exactBitsOf(to)
	case *schema.DecimalType:
		// PostgreSQL's numbers without a precision have all digits.
		all := from.Precision == 0
		switch to := to.(type) {
		case *schema.DecimalType:
			return to.Precision > 0 && (all || from.Scale > to.Scale)
		case *schema.IntegerType:
			return all || from.Scale > 0
		case *schema.FloatType:
			return all || from.Precision > digitsOf(to)
		}
	case *schema.FloatType:
		switch to := to.(type) {
		case *schema.DecimalType, *schema.IntegerType:
			return true
		case *schema.FloatType:
			return digitsOf(from) > digitsOf(to)
		}
	}
	return false
}

func narrowsTime(dialect string, from, to schema.Type) bool {
	f, ok := from.(*schema.TimeType)
	if !ok {
		return false
	}
	t, ok := to.(*schema.TimeType)
	if !ok {
		return false
	}
	date, time := partsOfTime(f)
	toDate, toTime := partsOfTime(t)
	return date && !toDate || time && !toTime || time && fraction(dialect, f) > fraction(dialect, t)
}

// isSingle tells whether numbers of a type have single precision.
func isSingle(t *schema.FloatType) bool {
	name := strings.ToLower(t.T)
	return name == "real" || name == "float4" || name == "float" && t.Precision <= 24
}

// digitsOf are the decimal digits that a number of a type keeps.
func digitsOf(t *schema.FloatType) int {
	if isSingle(t) {
		return 6
	}
	return 15
}

// exactBitsOf is the size of the integers that a number of a type keeps, in bits (IEEE 754).
func exactBitsOf(t *schema.FloatType) int {
	if isSingle(t) {
		return 24
	}
	return 53
}

// bitsOf is the size of an integer.
func bitsOf(t *schema.IntegerType) int {
	switch strings.ToLower(t.T) {
	case "tinyint":
		return 8
	case "smallint", "int2":
		return 16
	case "mediumint":
		return 24
	case "bigint", "int8":
		return 64
	}
	return 32
}

// partsOfTime tells whether values of a type have a date, and a time of day.
func partsOfTime(t *schema.TimeType) (date, time bool) {
	name := strings.ToLower(t.T)
	stamp := strings.HasPrefix(name, "timestamp") || name == "datetime"
	return stamp || name == "date", stamp || strings.HasPrefix(name, "time")
}

// fraction is the number of digits behind the second.
func fraction(dialect string, t *schema.TimeType) int {
	switch {
	case t.Precision != nil:
		return *t.Precision
	case dialect == "postgres":
		return 6
	}
	return 0
}
