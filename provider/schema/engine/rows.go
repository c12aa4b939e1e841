//go:build js && wasm

package main

import (
	"database/sql/driver"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// rows is a whole result: every value is text, as the server wrote it, or null.
type rows struct {
	names []string
	// rest is what is left of the values, each framed as the host's frame() says.
	rest string
}

// readRows reads the number of columns and their names. The values are cut from the same text as they are asked for: a
// result is most of what a call brings into the engine, and reading it as JSON took longer than all other use of it.
func readRows(text string) *rows {
	count, rest, _ := strings.Cut(text, ",")
	columns, err := strconv.Atoi(count)
	if err != nil {
		panic(fmt.Sprintf("malformed result: %v", err))
	}
	r := &rows{names: make([]string, columns), rest: rest}
	for i := range r.names {
		r.names[i], _ = r.cut()
	}
	return r
}

// cut takes the next value off: its length in bytes, a colon and the text; or a dash for null. Only a defect of the host can
// make it anything else.
func (r *rows) cut() (value string, valid bool) {
	if after, null := strings.CutPrefix(r.rest, "-"); null {
		r.rest = after
		return "", false
	}
	digits, after, _ := strings.Cut(r.rest, ":")
	length, err := strconv.Atoi(digits)
	if err != nil || length > len(after) {
		panic(fmt.Sprintf("malformed result near %.20q", r.rest))
	}
	r.rest = after[length:]
	return after[:length], true
}

func (r *rows) Columns() []string { return r.names }
func (*rows) Close() error        { return nil }

func (r *rows) Next(dest []driver.Value) error {
	if r.rest == "" {
		return io.EOF
	}
	for i := range dest {
		dest[i] = nil
		if value, valid := r.cut(); valid {
			dest[i] = value
		}
	}
	return nil
}
