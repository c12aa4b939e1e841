//go:build js && wasm

package main

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// The library's own readers of these formats leave out every line that has "down" in it, stop at a line of 64 KB, and run what
// goes down where its heading is spelled in another way that the tool accepts.

var (
	dbmateHeading = regexp.MustCompile(`^--\s*migrate:(up|down)(?:\s+(.*))?$`)
	dbmateNoTx    = regexp.MustCompile(`\btransaction:false\b`)
	gooseHeading  = regexp.MustCompile(`(?i)^\s*--\s*\+goose\s+(.*?)\s*$`)
)

// line is one line of a file, without its end and a byte order mark. Pos and end are byte offsets into the file, of its first
// byte and of the next line; number counts from 1.
type line struct {
	text             string
	pos, end, number int
}

func linesOf(text string) (lines []line) {
	pos := 0
	for i, l := range strings.SplitAfter(text, "\n") {
		at := line{pos: pos, end: pos + len(l), number: i + 1}
		if i == 0 && strings.HasPrefix(l, byteOrderMark) {
			l, at.pos = l[len(byteOrderMark):], len(byteOrderMark)
		}
		at.text = strings.TrimSuffix(strings.TrimSuffix(l, "\n"), "\r")
		lines, pos = append(lines, at), at.end
	}
	return lines
}

// idle tells whether there is nothing to run in a line that begins outside a statement: it is blank, or a comment.
func (l line) idle() bool {
	text := strings.TrimSpace(l.text)
	return text == "" || strings.HasPrefix(text, "--")
}

// dbmateUp is what goes up in a file of dbmate, with blanks for all before it, so that places in it are those of the file. It
// also tells whether the file asks to run outside a transaction.
func dbmateUp(name, text string) (up string, outside bool, err error) {
	begin, end := -1, -1
	for _, l := range linesOf(text) {
		heading := dbmateHeading.FindStringSubmatch(l.text)
		switch {
		case heading == nil && begin < 0 && !l.idle():
			return "", false, fmt.Errorf("%s:%d: SQL in front of `-- migrate:up`", name, l.number)
		case heading == nil:
		case heading[1] == "down" && begin < 0:
			return "", false, fmt.Errorf("%s:%d: the section migrate:down is in front of migrate:up", name, l.number)
		case heading[1] == "down" && end < 0:
			end = l.pos
		case heading[1] == "up" && begin < 0:
			begin, outside = l.end, dbmateNoTx.MatchString(heading[2])
		case heading[1] == "up":
			return "", false, fmt.Errorf("%s:%d: a second section migrate:up is not supported", name, l.number)
		}
	}
	if begin < 0 {
		return "", false, fmt.Errorf("%s: there is no section `-- migrate:up`", name)
	}
	if end < 0 {
		end = len(text)
	}
	return blanked(text[:begin]) + text[begin:end], outside, nil
}

// blanked is as many blanks as a text has bytes, in as many lines.
func blanked(text string) string {
	out := []byte(text)
	for i, c := range out {
		if c != '\n' {
			out[i] = ' '
		}
	}
	return string(out)
}

// gooseUp collects what goes up in a file of goose, which knows lines and words, and nothing of SQL.
type gooseUp struct {
	name string
	// found and inside tell whether the heading was read, and whether its `+goose StatementBegin` is open.
	found, inside bool
	statements    []lexeme
	// outside tells that the file asks to run outside a transaction.
	outside bool
	// open are the lines of the statement that has no end yet, comments those above it.
	open     []line
	comments []string
}

// readGoose reads a file of goose: a statement ends with a line that ends with a semicolon, or where its annotations say.
func readGoose(name, text string) ([]lexeme, bool, error) {
	up := &gooseUp{name: name}
	for _, l := range linesOf(text) {
		if down, err := up.read(l); err != nil {
			return nil, false, err
		} else if down {
			break
		}
	}
	if up.inside {
		return nil, false, fmt.Errorf("%s: `+goose StatementBegin` has no end", name)
	}
	if !up.found {
		return nil, false, fmt.Errorf("%s: there is no `-- +goose Up`", name)
	}
	return up.statements, up.outside, up.unfinished()
}

// read takes the next line, and tells whether what goes down begins with it.
func (g *gooseUp) read(l line) (down bool, err error) {
	if heading := gooseHeading.FindStringSubmatch(l.text); heading != nil {
		return g.heed(l, heading[1])
	}
	switch {
	case l.idle() && strings.Contains(l.text, "+goose"):
		return false, fmt.Errorf("%s:%d: an annotation of goose that cannot be read: %s", g.name, l.number, strings.TrimSpace(l.text))
	case !g.found && !l.idle():
		return false, fmt.Errorf("%s:%d: SQL in front of `-- +goose Up`", g.name, l.number)
	case !g.found:
	case len(g.open) > 0 || !l.idle():
		g.open = append(g.open, l)
		if !g.inside && codeEnd(l.text) >= 0 {
			g.close()
		}
	case strings.TrimSpace(l.text) == "":
		g.comments = nil
	default:
		g.comments = append(g.comments, l.text+"\n")
	}
	return false, nil
}

// heed follows an annotation.
func (g *gooseUp) heed(l line, annotation string) (down bool, err error) {
	switch word := strings.ToLower(strings.Join(strings.Fields(annotation), " ")); {
	case word == "no transaction":
		g.outside = true
	case word == "up" && !g.found:
		g.found = true
	case word == "down" && g.found && !g.inside:
		return true, nil
	case word == "statementbegin" && g.found && !g.inside:
		g.inside = true
		return false, g.unfinished()
	case word == "statementend" && g.inside && len(g.open) == 0:
		// goose would take the next line for the end of this block, and leave it out.
		return false, fmt.Errorf("%s:%d: nothing to run in front of `+goose StatementEnd`", g.name, l.number)
	case word == "statementend" && g.inside:
		g.inside = false
		g.close()
	default:
		return false, fmt.Errorf("%s:%d: unexpected `+goose %s`", g.name, l.number, annotation)
	}
	return false, nil
}

// close ends the open statement, without what is but a comment behind it: servers of MySQL take nothing behind a semicolon.
func (g *gooseUp) close() {
	lines := g.open
	for len(lines) > 0 && lines[len(lines)-1].idle() {
		lines = lines[:len(lines)-1]
	}
	if len(lines) > 0 {
		texts := make([]string, len(lines))
		for i, l := range lines {
			texts[i] = l.text
		}
		if last := len(texts) - 1; codeEnd(texts[last]) >= 0 {
			texts[last] = texts[last][:codeEnd(texts[last])]
		}
		text := strings.Join(texts, "\n")
		indent := len(text) - len(strings.TrimLeftFunc(text, unicode.IsSpace))
		g.statements = append(g.statements, lexeme{
			Pos: lines[0].pos + indent, Text: strings.TrimSpace(text), Comments: g.comments,
		})
	}
	g.open, g.comments = nil, nil
}

// unfinished reports the open statement.
func (g *gooseUp) unfinished() error {
	if len(g.open) == 0 {
		return nil
	}
	return fmt.Errorf("%s:%d: the statement has no line that ends with a semicolon", g.name, g.open[0].number)
}

// codeEnd is the offset behind the semicolon that a line ends with, as goose sees it: behind it is nothing, or a word that begins
// with two hyphens. It is -1 where the line ends otherwise.
func codeEnd(text string) int {
	outside := true
	for i, c := range text {
		if outside && strings.HasPrefix(text[i:], "--") {
			text = text[:i]
			break
		}
		outside = unicode.IsSpace(c)
	}
	text = strings.TrimRightFunc(text, unicode.IsSpace)
	if strings.HasSuffix(text, ";") {
		return len(text)
	}
	return -1
}
