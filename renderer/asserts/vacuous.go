package asserts

import (
	"fmt"
	"slices"
)

// findVacuous finds what passes because there was nothing to judge.
func (t *trial) findVacuous() {
	switch {
	case len(t.vacuous) > 0, t.meaning.countless:
	case t.documents == 0:
		t.saysNothing("it passes because there is no document to judge", "say `hasDocuments: {count: 0}` if there should be none, or select a template that renders something")
	case !t.negative || !t.meaning.needsValue || t.values > 0:
	case t.asked.path.text == "" && len(t.asked.paths) == 0:
		t.saysNothing("it passes because there is no text to judge: "+noText, "select a template that ends in .txt, or ask about a `path`")
	default:
		t.saysNothing(t.nothingAtAll(), "correct the path; or, if nothing should be there, say notExists")
	}
}

// nothingAtAll says why a path matches nothing, of the first document.
func (t *trial) nothingAtAll() string {
	p := &t.asked.path
	if len(t.asked.paths) > 0 {
		p = &t.asked.paths[0]
	}
	return fmt.Sprintf("it passes because no document has anything at %s: %s", p.text, t.first.nothingAt(p))
}

func (t *trial) saysNothing(message, hint string) {
	problem := Problem{At: t.At, Rule: ruleVacuous, Message: message, Hint: hint}
	if !slices.Contains(t.vacuous, problem) {
		t.vacuous = append(t.vacuous, problem)
	}
}
