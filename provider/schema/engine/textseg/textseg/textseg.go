// Package textseg stands in for version 13 of the module it is named after, of which the writer of HCL counts the characters
// of every token it lays out. The original makes a scanner with a buffer of 4 KB for each: most of what the engine allocates,
// and a third of the time that writing a schema takes. The rules for characters are those of version 15 of the module.
package textseg

import (
	"bufio"

	"github.com/apparentlymart/go-textseg/v15/textseg"
)

// ScanGraphemeClusters splits a text into what people see as characters.
func ScanGraphemeClusters(data []byte, atEOF bool) (advance int, token []byte, err error) {
	return textseg.ScanGraphemeClusters(data, atEOF)
}

// TokenCount counts the tokens into which a text is split.
func TokenCount(text []byte, split bufio.SplitFunc) (int, error) {
	count := 0
	for len(text) > 0 {
		advance, token, err := split(text, true)
		if err != nil {
			return count, err
		}
		if token != nil {
			count++
		}
		if advance == 0 {
			break
		}
		text = text[advance:]
	}
	return count, nil
}
