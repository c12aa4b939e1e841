//go:build js && wasm

package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlite"
)

// keepSequences lets the table that takes a rebuilt one's place begin with its AUTOINCREMENT: filled from the rows that are left, it
// would give the numbers of deleted rows a second time. Before the rows are copied, since SQLite then counts on from there.
func keepSequences(planned []*migrate.Change) []*migrate.Change {
	for i := len(planned) - 1; i >= 0; i-- {
		add, ok := planned[i].Source.(*schema.AddTable)
		if !ok || !strings.Contains(planned[i].Cmd, " PRIMARY KEY AUTOINCREMENT") {
			continue
		}
		name, isNew := strings.CutPrefix(add.T.Name, "new_")
		rebuilt := slices.ContainsFunc(planned[i:], func(c *migrate.Change) bool {
			modify, ok := c.Source.(*schema.ModifyTable)
			return ok && modify.T.Name == name
		})
		if !isNew || !rebuilt {
			continue
		}
		planned = slices.Insert(planned, i+1, &migrate.Change{
			Cmd: fmt.Sprintf("INSERT INTO `sqlite_sequence` (`name`, `seq`) SELECT %s, `seq` FROM `sqlite_sequence` WHERE `name` = %s",
				textOf(add.T.Name), textOf(name)),
			Comment: fmt.Sprintf("keep the sequence of table %q", name),
		})
	}
	return planned
}

var autoincrement = regexp.MustCompile(`(?i)\bAUTOINCREMENT\b`)

// readAutoincrement finds the AUTOINCREMENT of tables of SQLite where the library does not: when the column's name needs quotes, or
// a comma comes before the word. Only the one column of a primary key can have it.
func readAutoincrement(r *schema.Realm) {
	for _, s := range r.Schemas {
		for _, t := range s.Tables {
			key := t.PrimaryKey
			if key == nil || len(key.Parts) != 1 || key.Parts[0].C == nil || hasAutoincrement(key.Attrs) {
				continue
			}
			if autoincrement.MatchString(bare(createdBy(t.Attrs))) {
				counts := &sqlite.AutoIncrement{}
				key.AddAttrs(counts)
				key.Parts[0].C.AddAttrs(counts)
			}
		}
	}
}

func hasAutoincrement(attrs []schema.Attr) bool {
	return slices.ContainsFunc(attrs, func(a schema.Attr) bool {
		_, ok := a.(*sqlite.AutoIncrement)
		return ok
	})
}

// createdBy is the statement that made a table or index of SQLite.
func createdBy(attrs []schema.Attr) string {
	for _, a := range attrs {
		if c, ok := a.(*sqlite.CreateStmt); ok {
			return c.S
		}
	}
	return ""
}

// bare is SQL without what is quoted, and without comments.
func bare(sql string) string {
	var b strings.Builder
	for len(sql) > 0 {
		token, _ := leading(sql)
		sql = sql[len(token):]
		if len(token) > 1 {
			token = " "
		}
		b.WriteString(token)
	}
	return b.String()
}

func textOf(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
