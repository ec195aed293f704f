package asserts

import "fmt"

// answer is what can be said of one value, without the polarity of the assertion.
type answer struct {
	holds bool
	// cannot is why the value cannot be judged: that fails with either polarity.
	cannot string
	// overlooked: helm-unittest passes over what it cannot judge here unless it is the first value.
	overlooked bool
	// is completes "the value … ": what was wanted, for the message.
	is               string
	expected, actual shown
}

// eachDocument asks about every selected document. Without any, only what is negative holds.
func (t *trial) eachDocument(holds func(d *document) bool) bool {
	if len(t.selected) == 0 {
		if !t.negative {
			t.fail(failed{value: -1, path: t.asked.path.text, message: "there is no document to judge"})
		}
		return t.negative
	}
	all := true
	for _, d := range t.selected {
		all = holds(d) && all
	}
	return all
}

// eachValue asks about every value at the path, in every selected document. Without any value, only what is negative holds.
func eachValue(judge func(t *trial, value any) answer) func(*trial) bool {
	return func(t *trial) bool {
		return t.eachDocument(func(d *document) bool { return t.eachValueOf(d, &t.asked.path, judge) })
	}
}

func (t *trial) eachValueOf(d *document, p *path, judge func(t *trial, value any) answer) bool {
	values, err := d.at(p)
	if err == nil {
		err = t.asked.pattern.err
	}
	if err != nil {
		t.fail(failed{document: d, value: -1, path: p.text, message: err.Error()})
		return false
	}
	t.values += len(values)
	if len(values) == 0 {
		if !t.negative {
			t.fail(failed{document: d, value: -1, path: p.text, message: d.nothingAt(p)})
		}
		return t.negative
	}
	all := true
	for index, value := range values {
		given := judge(t, value)
		if given.overlooked && index > 0 && t.compat {
			continue
		}
		if given.cannot != "" || given.holds == t.negative {
			t.fail(failed{
				document: d, value: index, path: p.text, message: t.say("the value", given),
				expected: given.expected, actual: given.actual,
			})
			all = false
		}
	}
	return all
}

const noText = "this is YAML, and raw assertions look at the text of other files, such as NOTES.txt"

// eachText asks about the text of every selected file that is no YAML. Documents of YAML have none: helm-unittest compares
// with "<nil>" then.
func eachText(judge func(t *trial, text string) answer) func(*trial) bool {
	return func(t *trial) bool {
		return t.eachDocument(func(d *document) bool {
			raw, exists := d.fields[rawKey]
			if exists {
				t.values++
			} else if !t.compat && !t.negative {
				t.fail(failed{document: d, value: -1, message: noText})
				return false
			}
			if t.asked.pattern.err != nil {
				t.fail(failed{document: d, value: -1, message: t.asked.pattern.err.Error()})
				return false
			}
			given := judge(t, trimmed(fmt.Sprint(raw)))
			if given.holds == t.negative {
				t.fail(failed{document: d, value: -1, message: t.say("the text", given), expected: given.expected, actual: given.actual})
				return false
			}
			return true
		})
	}
}

func (t *trial) say(what string, given answer) string {
	switch {
	case given.cannot != "":
		return given.cannot
	case t.negative:
		return what + " must not " + given.is
	default:
		return what + " must " + given.is
	}
}
