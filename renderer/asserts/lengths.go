package asserts

import (
	"fmt"
	"slices"
)

var countParameter = whole("count", func(a *asked) **int { return &a.count })

// hasDocuments counts every document of the file, or with `filterAware` those that are selected.
var hasDocuments = &question{
	parameters: []parameter{countParameter.must(), flag("filterAware", func(a *asked) *bool { return &a.filterAware })},
	countless:  true,
	meant: func(a *Assertion, complain func(rule, message, hint string)) {
		if !a.asked.filterAware && (a.Selector != nil || a.Index != nil && *a.Index != -1) {
			complain(ruleIgnored, "it counts every document of the file, not those that are selected", "add `filterAware: true`")
		}
	},
	holds: func(t *trial) bool {
		count, wanted := len(t.rendered), 0
		if t.asked.filterAware {
			count = len(t.selected)
		}
		if t.asked.count != nil {
			wanted = *t.asked.count
		}
		if (count == wanted) != t.negative {
			return true
		}
		message := fmt.Sprintf("the number of documents must be %d, and it is %d", wanted, count)
		if t.negative {
			message = fmt.Sprintf("the number of documents must not be %d", wanted)
		}
		t.fail(failed{value: -1, message: message, expected: show(wanted), actual: show(count)})
		return false
	},
}

// lengthEqual compares the length of lists: of one path with `count`, or of several with each other.
var lengthEqual = &question{
	parameters: []parameter{pathParameter, pathsParameter, countParameter},
	needsValue: true,
	unsound: func(a *asked) string {
		switch {
		case a.path.text != "" && (a.count == nil || *a.count < 0):
			return "`path` needs `count`, which is 0 or more"
		case a.path.text != "" && len(a.paths) > 0:
			return "`path` and `paths` exclude each other"
		default:
			return ""
		}
	},
	meant: func(a *Assertion, complain func(rule, message, hint string)) {
		switch {
		case a.asked.path.text == "" && len(a.asked.paths) == 0:
			complain(ruleUnreadable, "it needs `path` with `count`, or `paths`", "name the lists")
		case len(a.asked.paths) == 1 && a.asked.count == nil:
			complain(ruleVacuous, "one list has the length of itself", "name several `paths`, or one `path` with `count`")
		}
	},
	holds: func(t *trial) bool {
		return t.eachDocument(func(d *document) bool {
			if t.asked.path.text != "" {
				length := 0
				return t.eachValueOf(d, &t.asked.path, lengthOf(&length))
			}
			return t.sameLengths(d)
		})
	},
}

// lengthOf judges one list, and notes how long it is. What is no list has the length 0 when there is a `count`.
func lengthOf(noted *int) func(t *trial, value any) answer {
	return func(t *trial, value any) answer {
		items, isList := value.([]any)
		if !isList {
			given := answer{cannot: fmt.Sprintf("the value is no list but %s", inWords(value)), overlooked: true, actual: show(value)}
			if t.asked.count == nil || !t.compat && (*t.asked.count == 0) == t.negative {
				return given
			}
			if !t.compat {
				t.saysNothing(fmt.Sprintf("it passes because the value is no list but %s", inWords(value)),
					"correct the path, or say isNullOrEmpty or isType")
			}
		}
		*noted = len(items)
		if t.asked.count == nil {
			return answer{holds: !t.negative}
		}
		return answer{
			holds: len(items) == *t.asked.count, is: fmt.Sprintf("have the length %d, and it has %d", *t.asked.count, len(items)),
			expected: show(*t.asked.count), actual: show(len(items)),
		}
	}
}

// sameLengths compares every path with the first, in the order of the alphabet. Negative: each must differ from the first.
func (t *trial) sameLengths(d *document) bool {
	lengths := map[string]int{}
	all := true
	for i := range t.asked.paths {
		p := &t.asked.paths[i]
		length := 0
		all = t.eachValueOf(d, p, lengthOf(&length)) && all
		lengths[p.text] = length
	}
	paths := make([]string, 0, len(lengths))
	for text := range lengths {
		paths = append(paths, text)
	}
	slices.Sort(paths)
	if !all || len(paths) == 0 {
		if len(paths) == 0 {
			t.fail(failed{document: d, value: -1, message: "there is neither `path` nor `paths`"})
		}
		return false
	}
	for _, text := range paths[1:] {
		if first := lengths[paths[0]]; (lengths[text] == first) == t.negative {
			t.fail(failed{
				document: d, value: -1, path: text,
				message:  t.say("the list", answer{is: fmt.Sprintf("be as long as that at %q", paths[0])}),
				expected: show(first), actual: show(lengths[text]),
			})
			return false
		}
	}
	return true
}
