package asserts

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// reader reads one node in one of the two modes.
type reader struct {
	compat   bool
	problems []Problem
	err      error
}

// refuse: both modes take no such thing.
func (r *reader) refuse(at *yaml.Node, message, hint string) {
	if r.compat {
		if r.err == nil {
			r.err = errors.New(message)
		}
		return
	}
	r.complain(at, ruleUnreadable, message, hint)
}

// complain: helm-unittest takes this in silence.
func (r *reader) complain(at *yaml.Node, rule, message, hint string) {
	if !r.compat {
		r.problems = append(r.problems, Problem{At: positionOf(at), Rule: rule, Message: message, Hint: hint})
	}
}

func positionOf(node *yaml.Node) Position { return Position{Line: node.Line, Column: node.Column} }

// fields are the keys of a map with what was read under them.
type fields struct {
	node   *yaml.Node
	values map[string]any
	keys   map[string]*yaml.Node
}

// at is the key that was written, or the map if it has no such key.
func (f *fields) at(key string) *yaml.Node {
	if node, written := f.keys[key]; written {
		return node
	}
	return f.node
}

// below is the node under a key; where it cannot be told, the map.
func (f *fields) below(key string) *yaml.Node {
	for i := 0; i+1 < len(f.node.Content); i += 2 {
		if f.node.Content[i].Value == key {
			return unaliased(f.node.Content[i+1])
		}
	}
	return f.at(key)
}

func (r *reader) fields(node *yaml.Node, what string) (*fields, bool) {
	node = unaliased(node)
	values := map[string]any{}
	if node.Kind != yaml.MappingNode {
		r.refuse(node, what+" must be a map", "")
		return nil, false
	}
	if err := node.Decode(&values); err != nil {
		r.refuse(node, decodingError(err), "")
		return nil, false
	}
	return fieldsOf(node, values), true
}

// decodingError leaves out lines: they count from where the YAML begins, which need not be where the file does.
func decodingError(err error) string {
	var wrong *yaml.TypeError
	message := err.Error()
	if errors.As(err, &wrong) {
		message = strings.Join(wrong.Errors, "; ")
	}
	return lineNumbers.ReplaceAllString(message, "")
}

var lineNumbers = regexp.MustCompile(`line \d+: | at line \d+`)

func fieldsOf(node *yaml.Node, values map[string]any) *fields {
	f := &fields{node: node, values: values, keys: map[string]*yaml.Node{}}
	f.locate(node)
	return f
}

// locate finds the keys, those that are merged in too.
func (f *fields) locate(node *yaml.Node) {
	switch node = unaliased(node); node.Kind {
	case yaml.SequenceNode:
		for _, merged := range node.Content {
			f.locate(merged)
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			key := node.Content[i]
			if key.ShortTag() == "!!merge" {
				f.locate(node.Content[i+1])
			} else if _, nearer := f.keys[key.Value]; !nearer {
				f.keys[key.Value] = key
			}
		}
	}
}

func unaliased(node *yaml.Node) *yaml.Node {
	for node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	return node
}

// unknown complains of every key that nobody knows.
func (r *reader) unknown(f *fields, what string, known func(key string) bool, names []string) {
	for _, key := range slices.Sorted(maps.Keys(f.values)) {
		if !known(key) {
			r.complain(f.at(key), ruleUnknownKey, fmt.Sprintf("%s has no option %q", what, key), Suggestion(key, names))
		}
	}
}

// option takes a value of one type; helm-unittest leaves out others in silence.
func option[T any](r *reader, f *fields, key, wanted string) (taken T, found bool) {
	value, written := f.values[key]
	if !written {
		return taken, false
	}
	taken, found = value.(T)
	if !found {
		r.complain(f.at(key), ruleUnreadable, fmt.Sprintf("%q takes %s, not %s", key, wanted, inWords(value)),
			"helm-unittest ignores it then, and judges without it")
	}
	return taken, found
}
