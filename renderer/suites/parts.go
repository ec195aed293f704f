// Package suites reads the files of helm-unittest 1.1.2: suites, their tests, and what they say about values and templates.
// What a test asserts is read by package asserts. Nothing is rendered here.
package suites

import (
	"regexp"
	"strings"

	"k8s-deploy-action/renderer/asserts"
)

// Separator is where helm-unittest cuts a file into suites, and a printed file into documents. What follows the three dashes
// need not be the end of the line.
var Separator = regexp.MustCompile(`(?:^|\s*\n)---\s*`)

// part is one suite of a file, as it is written.
type part struct {
	text string
	from asserts.Position // where its first byte stands in the file
}

// partsOf leaves out what is blank.
func partsOf(text string) []part {
	var parts []part
	cut := func(from, to int) {
		if strings.TrimSpace(text[from:to]) != "" {
			parts = append(parts, part{text[from:to], positionOf(text, from)})
		}
	}
	from := 0
	for _, separator := range Separator.FindAllStringIndex(text, -1) {
		cut(from, separator[0])
		from = separator[1]
	}
	cut(from, len(text))
	return parts
}

func positionOf(text string, offset int) asserts.Position {
	before := text[:offset]
	return asserts.Position{
		Line:   1 + strings.Count(before, "\n"),
		Column: offset - strings.LastIndex(before, "\n"),
	}
}

// in moves a position within the part to the file.
func (p part) in(at asserts.Position) asserts.Position {
	if at.Line <= 1 {
		at.Column += p.from.Column - 1
	}
	at.Line += p.from.Line - 1
	return at
}
