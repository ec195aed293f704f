package asserts

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Assertion is one entry of `asserts`, ready to be judged any number of times.
type Assertion struct {
	At   Position
	Type string
	// Not turns the assertion round: with a negative Type it asks for the positive.
	Not      bool
	Template string
	// Index is `documentIndex`; nil: not given. -1 stands for all documents.
	Index    *int
	Selector *Selector

	meaning meaning
	asked   asked
}

// WantsFailure says whether a failed render is what the assertion asks for.
func (a *Assertion) WantsFailure() bool { return a.meaning.wantsFailure }

// UsesSnapshots says whether the assertion compares with snapshots.
func (a *Assertion) UsesSnapshots() bool { return a.meaning.snapshots }

var options = []string{"documentIndex", "documentSelector", "not", "template"}

// Read reads an entry of `asserts`.
//
// With compat, what helm-unittest drops in silence is dropped, and err is what it refuses, and with it the whole file. An
// empty entry is nil without an error: helm-unittest passes over it, but a test whose first entry is empty fails.
//
// Otherwise err is always nil, and everything that is wrong is a Problem at its position: also unknown keys and options,
// wrong types, regular expressions and paths that cannot be used, and what can't be meant. The assertion is nil if nothing
// could be judged.
func Read(node *yaml.Node, compat bool) (*Assertion, []Problem, error) {
	r := &reader{compat: compat}
	a := r.assertion(unaliased(node))
	if r.err != nil {
		return nil, nil, r.err
	}
	return a, r.problems, nil
}

func (r *reader) assertion(node *yaml.Node) *Assertion {
	if node.ShortTag() == "!!null" {
		r.complain(node, ruleUnreadable, "an entry of `asserts` is empty", "remove it, or write an assertion")
		return nil
	}
	f, ok := r.fields(node, "an assertion")
	if !ok {
		return nil
	}
	a := &Assertion{At: positionOf(node)}
	a.Not, _ = option[bool](r, f, "not", "true or false")
	a.Template, _ = option[string](r, f, "template", "the name of a template")
	if index, found := option[int](r, f, "documentIndex", "a whole number"); found {
		a.Index = &index
		if index < -1 {
			r.complain(f.at("documentIndex"), ruleUnreadable, fmt.Sprintf("there is no document %d", index), "count from 0")
		}
	}
	if _, written := f.values["documentSelector"]; written {
		a.Selector = r.selectorOfAssertion(f)
	}
	if !r.meaning(a, f) {
		return nil
	}
	r.take(a.meaning.parameters, f, a.Type, &a.asked)
	r.unknown(f, "an assertion", func(key string) bool {
		return key == a.Type || slices.Contains(options, key)
	}, options)
	r.unmeant(a, f)
	return a
}

// meaning finds the one key that is an assertion.
func (r *reader) meaning(a *Assertion, f *fields) bool {
	var types, others []string
	for _, key := range slices.Sorted(maps.Keys(f.values)) {
		if _, known := meanings[key]; known {
			types = append(types, key)
		} else if !slices.Contains(options, key) {
			others = append(others, key)
		}
	}
	switch {
	case len(types) == 1:
		a.Type, a.meaning = types[0], meanings[types[0]]
		a.At = positionOf(f.at(a.Type))
		return true
	case len(types) > 1:
		r.refuse(f.node, "an entry of `asserts` is one assertion, and this has "+strings.Join(types, " and "),
			"write an entry of its own for each")
	case len(others) > 0 && r.compat:
		r.refuse(f.at(others[0]), fmt.Sprintf("there is no assertion %q", others[0]), "")
	case len(others) > 0:
		for _, key := range others {
			r.complain(f.at(key), ruleUnknownKey, fmt.Sprintf("there is no assertion %q", key), Suggestion(key, assertionNames))
		}
	default:
		r.refuse(f.node, "an entry of `asserts` has no assertion", "add one, such as equal or exists")
	}
	return false
}

// unmeant complains of what no rendering can change.
func (r *reader) unmeant(a *Assertion, f *fields) {
	if r.compat || len(r.problems) > 0 {
		return
	}
	at := f.at(a.Type)
	if message := a.meaning.unsoundness(&a.asked); message != "" {
		r.complain(at, ruleUnreadable, message, "helm-unittest fails it whatever is rendered")
	}
	if a.Index != nil && *a.Index != -1 && a.Selector != nil && a.Selector.Path != "" {
		r.complain(f.at("documentIndex"), ruleIgnored, "`documentIndex` has no effect beside a `documentSelector`", "remove one of them")
	}
	if a.meaning.meant != nil {
		a.meaning.meant(a, func(rule, message, hint string) { r.complain(at, rule, message, hint) })
	}
}

func (q *question) unsoundness(a *asked) string {
	if q.unsound == nil {
		return ""
	}
	return q.unsound(a)
}
