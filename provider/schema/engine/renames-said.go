//go:build js && wasm

package main

import "strings"

// rename is what a statement says that it gives another name to: a column of a table, or the table itself where column is empty.
type rename struct{ table, column, to string }

// renamesIn reads them from a statement. A table counts where nothing else is done to it: of more, the states do not tell what was
// lost with it.
func renamesIn(statement, dialect string) (out []rename) {
	words := namesAndMarks(statement, rules{Dialect: dialect})
	if rest, ok := after(words, "RENAME", "TABLE"); ok && isMySQL(dialect) {
		for _, pair := range piecesOf(optional(rest, "IF", "EXISTS"), ",") {
			from, pair := qualified(pair)
			if rest, ok := after(pair, "TO"); ok {
				to, _ := qualified(rest)
				out = append(out, rename{table: from, to: to})
			}
		}
		return out
	}
	rest, ok := after(words, "ALTER", "TABLE")
	if !ok {
		return nil
	}
	table, rest := qualified(optional(optional(rest, "IF", "EXISTS"), "ONLY"))
	clauses := piecesOf(rest, ",")
	for _, clause := range clauses {
		if column, to := renamedColumn(clause, dialect); column != "" {
			out = append(out, rename{table, column, to})
		} else if rest, ok := after(clause, "RENAME"); ok && len(clauses) == 1 {
			if to, rest := qualified(optional(optional(rest, "TO"), "AS")); to != "" && len(rest) == 0 {
				out = append(out, rename{table: table, to: to})
			}
		}
	}
	return out
}

// renamedColumn reads RENAME COLUMN a TO b, without its second word too, and CHANGE a b … of MySQL.
func renamedColumn(clause []string, dialect string) (column, to string) {
	if rest, ok := after(clause, "CHANGE"); ok && isMySQL(dialect) {
		if rest = optional(optional(rest, "COLUMN"), "IF", "EXISTS"); len(rest) > 1 && !strings.EqualFold(rest[0], rest[1]) {
			return plainName(rest[0]), plainName(rest[1])
		}
		return "", ""
	}
	rest, ok := after(clause, "RENAME")
	if rest = optional(optional(rest, "COLUMN"), "IF", "EXISTS"); ok && len(rest) == 3 && strings.EqualFold(rest[1], "TO") {
		return plainName(rest[0]), plainName(rest[2])
	}
	return "", ""
}

// namesAndMarks are the words, quoted names, texts and marks of a statement, without its comments and its end.
func namesAndMarks(text string, sql rules) (out []string) {
	for i := 0; i < len(text); {
		rest, end := text[i:], 0
		switch c := rest[0]; {
		case c == '`' && sql.Dialect != "postgres":
			end = i + quoted(rest, false)
		case c == '[' && sql.Dialect == "sqlite":
			end = i + until(rest, "]", 1)
		case (c == '\'' || c == '"') && sql.mysql():
			end = i + quoted(rest, true)
		case c == '#' && sql.mysql():
			end = i + until(rest, "\n", 1)
		default:
			end, _, _ = token(text, i)
		}
		one := text[i:end]
		i = end
		comment := strings.HasPrefix(one, "--") || strings.HasPrefix(one, "/*") || one[0] == '#'
		if !comment && strings.TrimSpace(one) != "" && one != ";" {
			out = append(out, one)
		}
	}
	return out
}

// after is what follows certain words, where a text begins with them.
func after(text []string, words ...string) ([]string, bool) {
	if len(text) < len(words) {
		return nil, false
	}
	for i, word := range words {
		if !strings.EqualFold(text[i], word) {
			return nil, false
		}
	}
	return text[len(words):], true
}

// optional is what follows certain words, where they are there.
func optional(text []string, words ...string) []string {
	if rest, ok := after(text, words...); ok {
		return rest
	}
	return text
}

// qualified is the last part of the name that a text begins with, and what follows it.
func qualified(text []string) (name string, rest []string) {
	if len(text) == 0 {
		return "", nil
	}
	if len(text) > 2 && text[1] == "." {
		return qualified(text[2:])
	}
	return plainName(text[0]), text[1:]
}

// plainName is a name without its quotes.
func plainName(name string) string {
	if len(name) < 2 || !strings.ContainsRune("\"`[", rune(name[0])) {
		return name
	}
	mark := name[len(name)-1:]
	return strings.ReplaceAll(name[1:len(name)-1], mark+mark, mark)
}

// piecesOf cuts a text at a mark that is in no parentheses.
func piecesOf(text []string, mark string) (parts [][]string) {
	depth, from := 0, 0
	for i, one := range text {
		switch {
		case one == "(":
			depth++
		case one == ")":
			depth--
		case one == mark && depth == 0:
			parts, from = append(parts, text[from:i]), i+1
		}
	}
	return append(parts, text[from:])
}
