//go:build js && wasm

package main

import (
	"strings"
	"unicode"

	"ariga.io/atlas/sql/schema"
)

// defaultSpelling is of two defaults of which one is an expression. Where they are spelled otherwise, the library has the target evaluate
// both: that fails for types without an equality and for what takes numbers from a sequence, and takes today's date for a day that is
// written out.
func defaultSpelling(from, to *schema.Column) (found spelling, ok bool) {
	f, t := schema.UnderlyingExpr(from.Default), schema.UnderlyingExpr(to.Default)
	_, fOk := f.(*schema.RawExpr)
	_, tOk := t.(*schema.RawExpr)
	if !fOk && !tOk || f == nil || t == nil {
		return found, false
	}
	a, b := termOf(f), termOf(t)
	if withoutCast(a) == withoutCast(b) || inQuotes(a) == inQuotes(b) {
		return found, false
	}
	there := from.Default
	return spelling{
		From: a, To: b, Value: true,
		settle: func() { from.Default = to.Default },
		// Compared with none, it is another, without a question to the target.
		differ:  func() { from.Default = nil },
		restore: func() { from.Default = there },
	}, true
}

func termOf(x schema.Expr) string {
	switch x := x.(type) {
	case *schema.Literal:
		return x.V
	case *schema.RawExpr:
		return x.X
	}
	return ""
}

// withoutCast leaves out the type that an expression ends with, as the library does before it compares.
func withoutCast(text string) string {
	at := strings.LastIndex(text, "::")
	if at < 0 || strings.ContainsFunc(text[at+2:], func(c rune) bool { return c != ' ' && !unicode.IsLetter(c) }) {
		return text
	}
	return text[:at]
}

// inQuotes writes an expression as a text of SQL, unless it is one, as the library does.
func inQuotes(text string) string {
	if looksQuoted(text) && text[0] == '\'' {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}
