//go:build js && wasm

// Command engine exposes Ariga's Atlas library to JavaScript: inspection, comparison, planning and analysis of schemas, and
// the formats of migration directories. Connections, transactions and files stay on the JavaScript side.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"syscall/js"

	"github.com/hashicorp/hcl/v2"

	"ariga.io/atlas/sql/schema"
)

// ballast counts as in use, so that a small heap may grow by four times its size before the first collection. It is never written to,
// and so never takes memory.
var ballast = make([]byte, 8<<20)

func main() {
	// A call allocates far more than it keeps, and collecting is dear without threads: let the heap grow before it.
	debug.SetGCPercent(300)
	api := js.Global().Get("Object").New()
	api.Set("inspect", export(inspect))
	api.Set("plan", export(plan))
	api.Set("lint", export(lint))
	api.Set("directory", export(directory))
	api.Set("statements", export(statements))
	api.Set("checkClean", export(checkClean))
	api.Set("formatHCL", export(formatHCL))
	api.Set("unread", export(unread))
	api.Set("project", export(project))
	host.Call("ready", api)
	select {}
}

// failure is how an error reaches JavaScript.
type failure struct {
	// Kind is one of defect, hcl, missing, pattern, host and failed.
	Kind    string `json:"kind"`
	Message string `json:"message"`
	// Hint says what to do, where the engine knows better than its caller.
	Hint   string     `json:"hint,omitempty"`
	Stack  string     `json:"stack,omitempty"`
	Places []hclPlace `json:"places,omitempty"`
	// Statement is the index of the statement that failed, where one did.
	Statement *int `json:"statement,omitempty"`
}

type hclPlace struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
}

// stmtError tells which of the statements handed in failed.
type stmtError struct {
	index int
	err   error
}

func (e *stmtError) Error() string { return e.err.Error() }
func (e *stmtError) Unwrap() error { return e.err }

// advisedError tells what to do as well.
type advisedError struct{ message, hint string }

func (e *advisedError) Error() string { return e.message }

// export turns a Go function into a JavaScript function (text) => Promise<text>. Every call runs in its own goroutine; a
// panic in it rejects the promise as a defect and leaves the engine running, so that it can be replaced in peace.
func export[In, Out any](f func(context.Context, In) (Out, error)) js.Func {
	return js.FuncOf(func(_ js.Value, args []js.Value) any {
		input := args[0].String()
		executor := js.FuncOf(func(_ js.Value, p []js.Value) any {
			resolve, reject := p[0], p[1]
			go func() {
				defer func() {
					if r := recover(); r != nil {
						rejectWith(reject, failure{Kind: "defect", Message: fmt.Sprint(r), Stack: string(debug.Stack())}, js.Null())
					}
				}()
				var in In
				if err := json.Unmarshal([]byte(input), &in); err != nil {
					rejectWith(reject, failure{Kind: "defect", Message: "malformed call: " + err.Error()}, js.Null())
					return
				}
				out, err := f(context.Background(), in)
				if err != nil {
					fail(reject, err)
					return
				}
				b, err := json.Marshal(out)
				if err != nil {
					rejectWith(reject, failure{Kind: "defect", Message: "unencodable answer: " + err.Error()}, js.Null())
					return
				}
				resolve.Invoke(string(b))
			}()
			return nil
		})
		defer executor.Release()
		return js.Global().Get("Promise").New(executor)
	})
}

func fail(reject js.Value, err error) {
	f, cause := failure{Kind: "failed", Message: err.Error()}, js.Null()
	var (
		diags hcl.Diagnostics
		hErr  *hostError
		sErr  *stmtError
		pErr  *patternError
		aErr  *advisedError
	)
	if errors.As(err, &sErr) {
		f.Statement = &sErr.index
	}
	switch {
	case errors.As(err, &hErr):
		f.Kind, cause = "host", hErr.value
	case errors.As(err, &diags):
		f.Kind = "hcl"
		for _, d := range diags {
			p := hclPlace{Message: d.Summary + ": " + d.Detail}
			if d.Subject != nil {
				p.File, p.Line, p.Column = d.Subject.Filename, d.Subject.Start.Line, d.Subject.Start.Column
			}
			f.Places = append(f.Places, p)
		}
	case errors.As(err, &pErr):
		f.Kind = "pattern"
	case errors.As(err, &aErr):
		f.Hint = aErr.hint
	case schema.IsNotExistError(err):
		f.Kind = "missing"
	}
	rejectWith(reject, f, cause)
}

func rejectWith(reject js.Value, f failure, cause js.Value) {
	b, err := json.Marshal(f)
	if err != nil {
		b = []byte(`{"kind":"defect","message":"unencodable failure"}`)
	}
	e := js.Global().Get("Error").New(f.Message)
	e.Set("failure", string(b))
	e.Set("cause", cause)
	reject.Invoke(e)
}
