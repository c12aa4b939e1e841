//go:build js && wasm

package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"syscall/js"
	"time"
)

// host is the JavaScript object this engine calls: query(session, sql, args) and exec(session, sql, args), both of
// which answer with a promise of JSON text, ahead(session, sql, args), which answers nothing, and ready(api).
var host = js.Global().Get("atlasHost")

// hostError is what a promise of the host was rejected with. It is handed back as it came, so that the caller finds the
// driver's own error (code, position, detail) again.
type hostError struct{ value js.Value }

func (e *hostError) Error() string {
	if e.value.Type() == js.TypeObject && e.value.Get("message").Type() == js.TypeString {
		return e.value.Get("message").String()
	}
	return e.value.String()
}

// await suspends the goroutine until the promise settles. It must not run on the goroutine of a js.FuncOf callback, which
// would stop the event loop.
func await(promise js.Value) (string, error) {
	var (
		text string
		err  error
		done = make(chan struct{})
	)
	resolved := js.FuncOf(func(_ js.Value, args []js.Value) any {
		text = args[0].String()
		close(done)
		return nil
	})
	rejected := js.FuncOf(func(_ js.Value, args []js.Value) any {
		err = &hostError{args[0]}
		close(done)
		return nil
	})
	defer resolved.Release()
	defer rejected.Release()
	promise.Call("then", resolved, rejected)
	<-done
	return text, err
}

// sessionDriver is a database/sql driver whose connections are sessions of the host. One session may be opened any
// number of times: database/sql believes in a pool, the server sees one connection.
type sessionDriver struct{}

var sessionName = regexp.MustCompile(`session-(\d+)`)

// Open finds the session's number in the data source name, however the Atlas driver in front built it from the URL.
func (sessionDriver) Open(dsn string) (driver.Conn, error) {
	m := sessionName.FindStringSubmatch(dsn)
	if m == nil {
		return nil, fmt.Errorf("no session in data source name %q", dsn)
	}
	id, err := strconv.Atoi(m[1])
	if err != nil {
		return nil, err
	}
	return &session{id}, nil
}

func init() {
	// The names under which the Atlas drivers ask database/sql for theirs.
	for _, name := range []string{"postgres", "mysql", "sqlite3"} {
		sql.Register(name, sessionDriver{})
	}
}

type session struct{ id int }

// QueryContext only says what is about to be asked, and answers without rows, where the context's "ahead" is set: by the change to the
// library's inspection of PostgreSQL that tools/schema/engine-module.ts makes.
func (s *session) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	encoded, err := encodeArgs(args)
	if err != nil {
		return nil, err
	}
	if ctx.Value("ahead") != nil {
		host.Call("ahead", s.id, query, encoded)
		return &rows{}, nil
	}
	text, err := await(host.Call("query", s.id, query, encoded))
	if err != nil {
		return nil, err
	}
	return readRows(text), nil
}

func (s *session) ExecContext(_ context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	encoded, err := encodeArgs(args)
	if err != nil {
		return nil, err
	}
	text, err := await(host.Call("exec", s.id, query, encoded))
	if err != nil {
		return nil, err
	}
	affected, err := strconv.ParseInt(text, 10, 64)
	return driver.RowsAffected(affected), err
}

// Close leaves the session open: whoever opened it closes it.
func (*session) Close() error { return nil }

func (*session) Prepare(string) (driver.Stmt, error) {
	return nil, errors.New("prepared statements are not forwarded")
}

func (*session) Begin() (driver.Tx, error) {
	return nil, errors.New("transactions belong to the host")
}

// encodeArgs keeps 64-bit integers out of JavaScript's numbers.
func encodeArgs(args []driver.NamedValue) (string, error) {
	out := make([]any, len(args))
	for i, a := range args {
		switch v := a.Value.(type) {
		case int64:
			out[i] = map[string]string{"int": strconv.FormatInt(v, 10)}
		case []byte:
			out[i] = map[string]string{"bytes": base64.StdEncoding.EncodeToString(v)}
		case time.Time:
			out[i] = v.UTC().Format(time.RFC3339Nano)
		default:
			out[i] = v
		}
	}
	b, err := json.Marshal(out)
	return string(b), err
}
