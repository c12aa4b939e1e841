//go:build js && wasm

package main

import (
	"context"

	"ariga.io/atlas/sql/sqlclient"
)

// scalar asks for one value. Where the database answers with no row, it is the zero of its type.
func scalar[T any](ctx context.Context, c *sqlclient.Client, query string, args ...any) (value T, err error) {
	rows, err := c.QueryContext(ctx, query, args...)
	if err != nil {
		return value, err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&value); err != nil {
			return value, err
		}
	}
	return value, rows.Err()
}
