package asserts

import (
	"fmt"
	"strings"
)

// trimmedPattern is the one below `matchRegex` and `notMatchRegex`, without spaces around it.
func trimmedPattern(name string, field func(*asked) *pattern) parameter {
	p := regex("pattern", field).must()
	untrimmed := p.take
	p.take = func(into *asked, value any) bool {
		if text, isText := value.(string); isText {
			value = strings.TrimSpace(text)
		}
		return untrimmed(into, value)
	}
	return parameter{name: name, wanted: "a map", below: []parameter{p}}
}

var matchSnapshot = &question{
	parameters: []parameter{
		pathParameter,
		trimmedPattern("matchRegex", func(a *asked) *pattern { return &a.snapshotMatches }),
		trimmedPattern("notMatchRegex", func(a *asked) *pattern { return &a.snapshotMatchesNo }),
	},
	needsValue: true,
	snapshots:  true,
	meant: func(a *Assertion, complain func(rule, message, hint string)) {
		if a.asked.snapshotMatches.text != "" || a.asked.snapshotMatchesNo.text != "" {
			complain(ruleIgnored, "only the pattern is judged: what the snapshot says has no effect", "say matchRegex, or compare without a pattern")
		}
	},
	holds: func(t *trial) bool {
		return t.eachCompared(func(d *document) ([]any, error) { return d.at(&t.asked.path) })
	},
}

var matchSnapshotRaw = &question{
	needsValue: true,
	snapshots:  true,
	holds: func(t *trial) bool {
		return t.eachCompared(func(d *document) ([]any, error) {
			return []any{trimmed(fmt.Sprint(d.fields[rawKey]))}, nil
		})
	},
}

// eachCompared compares every value of every selected document with its snapshot. Without any document the positive holds,
// unlike everywhere else.
func (t *trial) eachCompared(values func(d *document) ([]any, error)) bool {
	if len(t.selected) == 0 {
		if t.negative {
			t.fail(failed{value: -1, path: t.asked.path.text, message: "there is no document to compare"})
		}
		return !t.negative
	}
	return t.eachDocument(func(d *document) bool {
		found, err := values(d)
		if err != nil {
			t.fail(failed{document: d, value: -1, path: t.asked.path.text, message: err.Error()})
			return false
		}
		t.values += len(found)
		if len(found) == 0 && !t.negative {
			t.fail(failed{document: d, value: -1, path: t.asked.path.text, message: d.nothingAt(&t.asked.path)})
			return false
		}
		return t.compareAll(d, found)
	})
}

func (t *trial) compareAll(d *document, values []any) bool {
	all := true
	for index, value := range values {
		c := t.snapshots.compare(value, t.asked.snapshotMatches, t.asked.snapshotMatchesNo)
		if c.err != nil { // no further values are compared, and so the numbers of later snapshots are theirs
			t.fail(failed{document: d, value: index, path: t.asked.path.text, message: c.err.Error()})
			return false
		}
		if c.missing {
			t.problems = append(t.problems, Problem{
				At: t.At, Rule: ruleMissingSnapshot,
				Message: fmt.Sprintf("there is no snapshot %d of this test", c.number),
				Hint:    "run `k8s-deploy check --update`, and commit the snapshot file",
			})
		}
		if c.passed == t.negative {
			message := c.because
			if message == "" {
				message = t.say("the value", answer{is: fmt.Sprintf("be equal to snapshot %d", c.number)})
			}
			t.fail(failed{
				document: d, value: index, path: t.asked.path.text, message: message,
				expected: shown{yaml: c.saved}, actual: shown{yaml: c.now},
			})
			all = false
		}
	}
	return all
}
