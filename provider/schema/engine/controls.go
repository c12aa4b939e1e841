//go:build js && wasm

package main

import (
	"slices"
	"strings"
)

// control is a command in a statement that can begin or end a transaction, or lock tables. A statement can hold several commands where its end is
// not a semicolon: with a delimiter of its own, or in goose, where lines end it.
type control struct {
	// Pos is a byte offset into the statement.
	Pos int `json:"pos"`
	// Words are the first ones of the command, in capitals.
	Words []string `json:"words"`
	// First and Last tell that no other command is in the statement before it, or after it.
	First bool `json:"first,omitempty"`
	Last  bool `json:"last,omitempty"`
}

var controlWords = []string{"BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "PREPARE", "LOCK"}

// controlsOf finds them as the server would: not in strings, comments and bodies of functions and triggers.
func controlsOf(statement string, sql rules) (out []control) {
	all := commandsOf(statement, sql)
	for i, c := range all {
		if slices.Contains(controlWords, c.Words[0]) {
			c.First, c.Last = i == 0, i == len(all)-1
			out = append(out, c)
		}
	}
	return out
}

// commandReader collects the commands of a statement.
type commandReader struct {
	text     string
	sql      rules
	commands []control
	// parens is how many are open, body whether a body in which semicolons end nothing is; boundary is right behind its begin, and
	// behind a semicolon in it.
	parens         int
	body, boundary bool
	// open tells that a command has begun.
	open bool
}

// commandsOf are the commands of a statement that begin with a word. Of MySQL's it is the first alone: its server takes no more of
// them at once, so that what follows a semicolon belongs to a body.
func commandsOf(text string, sql rules) []control {
	r := &commandReader{text: text, sql: sql}
	for i := 0; i < len(text); {
		if sql.mysql() && len(r.commands) > 0 && !r.open {
			break
		}
		i = r.read(i)
	}
	return r.commands
}

// read takes what begins at i, and answers where it ends.
func (r *commandReader) read(i int) int {
	rest := r.text[i:]
	switch c := rest[0]; {
	case r.sql.mysql() && (strings.HasPrefix(rest, "/*!") || strings.HasPrefix(rest, "/*M!")):
		// Not a comment to these servers: the digits are the version from which on they run it.
		code := strings.IndexByte(rest, '!') + 1
		return i + len(rest) - len(strings.TrimLeft(rest[code:], "0123456789"))
	case strings.HasPrefix(rest, "/*") && r.sql.Dialect != "postgres":
		return i + until(rest, "*/", 2)
	case r.sql.mysql() && c == '#':
		return i + until(rest, "\n", 1)
	case c == '$' && r.sql.Dialect != "postgres":
		return i + 1
	case c == '`' && r.sql.Dialect != "postgres":
		return i + quoted(rest, false)
	case c == '[' && r.sql.Dialect == "sqlite":
		return i + until(rest, "]", 1)
	case (c == '\'' || c == '"') && r.sql.mysql():
		return i + quoted(rest, r.sql.escapes())
	case c == '(':
		r.parens++
	case c == ')':
		r.parens = max(0, r.parens-1)
	case c == ';' && r.body:
		r.boundary = true
		return i + 1
	case c == ';' && r.parens == 0:
		r.open = false
	case isWord(c):
		end := i + 1
		for end < len(r.text) && (isWord(r.text[end]) || r.text[end] == '$') {
			end++
		}
		if (c == 'e' || c == 'E') && r.sql.Dialect == "postgres" && strings.HasPrefix(r.text[i+1:], "'") {
			break
		}
		r.word(i, strings.ToUpper(r.text[i:end]))
		return end
	}
	end, _, _ := token(r.text, i)
	return end
}

// word takes the next one of a command, or begins a command with it.
func (r *commandReader) word(pos int, word string) {
	if r.body {
		// Of an expression it would be the end of a CASE.
		r.body, r.boundary = !(r.boundary && word == "END"), false
		return
	}
	if !r.open {
		r.commands = append(r.commands, control{Pos: pos})
		r.open = true
	}
	c := &r.commands[len(r.commands)-1]
	r.body = r.opensBody(c.Words, word)
	r.boundary = r.body
	if len(c.Words) < 5 {
		c.Words = append(c.Words, word)
	}
}

// opensBody tells whether a word begins the body of a trigger of SQLite, or of a function of PostgreSQL that is no text.
func (r *commandReader) opensBody(words []string, word string) bool {
	if len(words) == 0 || words[0] != "CREATE" {
		return false
	}
	if r.sql.Dialect == "sqlite" {
		return word == "BEGIN" && slices.Contains(words, "TRIGGER")
	}
	return r.sql.Dialect == "postgres" && word == "ATOMIC" && (slices.Contains(words, "FUNCTION") || slices.Contains(words, "PROCEDURE"))
}
