//go:build js && wasm

package main

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// inLettersOf makes the patterns of what to leave alone match all names that a database takes for the same. Compared byte by byte,
// what is to be left alone could be dropped as something that is not wanted.
func (s source) inLettersOf(like *letters, bound bool) (source, error) {
	out := make([]string, len(s.Exclude))
	for i, p := range s.Exclude {
		parts, err := partsOfPattern(p, bound)
		if err != nil {
			return s, err
		}
		level := len(parts)
		if !bound {
			level--
		}
		out[i] = p
		if folded := foldParts(parts, like, level); folded != nil {
			out[i] = strings.Join(folded, ".")
		}
	}
	s.Exclude = out
	return s, nil
}

// foldParts is nil where the pattern matches as it is. Of two parts behind that of the schema, the second is of columns and the like.
func foldParts(parts []string, like *letters, level int) []string {
	out := make([]string, len(parts))
	changed := false
	for i, part := range parts {
		same := like.tables
		if level == 2 && i == len(parts)-1 {
			same = like.parts
		}
		folded := foldPattern(part, same)
		changed = changed || folded != part
		out[i] = `"` + strings.ReplaceAll(folded, `"`, `""`) + `"`
	}
	if !changed {
		return nil
	}
	return out
}

var (
	selector = regexp.MustCompile(`\[type=[a-z|_]+\]$`)
	// element is a character of a pattern: a class of them, one that is escaped, or any other.
	element = regexp.MustCompile(`(?s)\[(?:\\.|[^\]\\])*\]|\\.|.`)
	member  = regexp.MustCompile(`(?s)(\\?.)-(\\?.)|\\?.`)
)

// foldPattern puts a class of both cases in the place of every letter of which the database ignores the case.
func foldPattern(pattern string, same func(a, b string) bool) string {
	rest := selector.FindString(pattern)
	return element.ReplaceAllStringFunc(strings.TrimSuffix(pattern, rest), func(e string) string {
		if e[0] == '[' {
			return foldClass(e, same)
		}
		if both := bothCases(e, same); both != e {
			return "[" + both + "]"
		}
		return e
	}) + rest
}

func foldClass(class string, same func(a, b string) bool) string {
	open, inside := "[", class[1:len(class)-1]
	if strings.HasPrefix(inside, "^") {
		open, inside = "[^", inside[1:]
	}
	return open + member.ReplaceAllStringFunc(inside, func(m string) string {
		ends := member.FindStringSubmatch(m)
		if ends[1] == "" {
			return bothCases(m, same)
		}
		if ends[2][len(ends[2])-1] < utf8.RuneSelf {
			return m + foldRange(lastOf(ends[1]), lastOf(ends[2]), same)
		}
		out := m
		for _, to := range []func(rune) rune{unicode.ToUpper, unicode.ToLower} {
			from, end := inCase(ends[1], to), inCase(ends[2], to)
			if (from != ends[1] || end != ends[2]) && same(from, ends[1]) && same(end, ends[2]) {
				out += from + "-" + end
			}
		}
		return out
	}) + "]"
}

// foldRange has the letters of English that are in a range, in the other case. What is between their cases has none.
func foldRange(from, end rune, same func(a, b string) bool) (out string) {
	for _, letters := range []struct {
		first, last rune
		to          func(rune) rune
	}{{'a', 'z', unicode.ToUpper}, {'A', 'Z', unicode.ToLower}} {
		a, b := max(from, letters.first), min(end, letters.last)
		if a <= b && same(string(a), string(letters.to(a))) {
			out += string(letters.to(a)) + "-" + string(letters.to(b))
		}
	}
	return out
}

// lastOf is a character that may be escaped.
func lastOf(e string) rune {
	r, _ := utf8.DecodeLastRuneInString(e)
	return r
}

// bothCases is a character, and behind it the other ones that are the same to the database.
func bothCases(e string, same func(a, b string) bool) string {
	out := e
	for _, to := range []func(rune) rune{unicode.ToUpper, unicode.ToLower} {
		if other := inCase(e, to); other != e && same(other, e) {
			out += other
		}
	}
	return out
}

// inCase changes the letter of a character that may be escaped.
func inCase(e string, to func(rune) rune) string {
	return strings.Map(to, e)
}
