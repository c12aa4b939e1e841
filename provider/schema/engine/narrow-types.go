//go:build js && wasm

package main

import (
	"context"
	"fmt"

	"ariga.io/atlas/sql/postgres"
	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlclient"
)

// plainType is what the values of a type are: those of a domain are its base's, those of BOOLEAN in MySQL and of a serial column
// integers.
func plainType(ctx context.Context, c *sqlclient.Client, t schema.Type) (schema.Type, error) {
	switch t := t.(type) {
	case *schema.BoolType:
		if c.Name != "postgres" {
			return &schema.IntegerType{T: "tinyint"}, nil
		}
	case *postgres.SerialType:
		return t.IntegerType(), nil
	case *postgres.ArrayType:
		of, err := plainType(ctx, c, t.Type)
		return &postgres.ArrayType{T: t.T, Type: of}, err
	case *postgres.UserDefinedType:
		if n, ok := numberRounded(t.T); ok {
			return n, nil
		}
		return baseOf(ctx, c, t)
	}
	return t, nil
}

// numberRounded reads a number type that is rounded to tens or more, of which the library only has the name.
func numberRounded(name string) (*schema.DecimalType, bool) {
	n := &schema.DecimalType{T: "numeric"}
	_, err := fmt.Sscanf(name, "numeric(%d,%d)", &n.Precision, &n.Scale)
	return n, err == nil
}

// baseOf is the type that a domain is of, also where that is a domain; any other type is itself.
func baseOf(ctx context.Context, c *sqlclient.Client, t *postgres.UserDefinedType) (schema.Type, error) {
	name, err := scalar[string](ctx, c, `WITH RECURSIVE bases (base, mod, kind) AS (
		SELECT typbasetype, typtypmod, typtype FROM pg_type WHERE oid = to_regtype($1) AND typtype = 'd'
		UNION ALL SELECT t.typbasetype, CASE WHEN t.typtypmod < 0 THEN bases.mod ELSE t.typtypmod END, t.typtype
		  FROM bases JOIN pg_type t ON t.oid = bases.base WHERE t.typtype = 'd'
	) SELECT format_type(base, mod) FROM bases JOIN pg_type t ON t.oid = base WHERE t.typtype <> 'd'`, t.T)
	if err != nil {
		return nil, fmt.Errorf("asking what type %s is of: %w", t.T, err)
	}
	if name == "" {
		return t, nil
	}
	if n, ok := numberRounded(name); ok {
		return n, nil
	}
	return postgres.ParseType(name)
}
