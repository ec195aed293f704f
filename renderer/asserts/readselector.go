package asserts

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"
)

var selectorOptions = []string{"matchMany", "path", "skipEmptyTemplates", "value"}

// ReadSelector reads the `documentSelector` of a test; nil if there is nothing in it. Modes as in Read.
func ReadSelector(node *yaml.Node, compat bool) (*Selector, []Problem, error) {
	r := &reader{compat: compat}
	if node = unaliased(node); node.ShortTag() == "!!null" {
		return nil, nil, nil
	}
	if compat {
		// Unlike the selector of an assertion: the path may be missing, scalars become texts, and wrong types are refused.
		var read struct {
			Path               string
			Value              any
			MatchMany          bool `yaml:"matchMany"`
			SkipEmptyTemplates bool `yaml:"skipEmptyTemplates"`
		}
		if err := node.Decode(&read); err != nil {
			return nil, nil, err
		}
		return &Selector{
			Path: read.Path, Value: read.Value, MatchMany: read.MatchMany, SkipEmptyTemplates: read.SkipEmptyTemplates,
		}, nil, nil
	}
	f, ok := r.fields(node, "`documentSelector`")
	if !ok {
		return nil, r.problems, nil
	}
	return r.selector(f), r.problems, nil
}

// selectorOfAssertion reads it as helm-unittest does: what is no map, or has keys that are no texts, is left out.
func (r *reader) selectorOfAssertion(f *fields) *Selector {
	const key = "documentSelector"
	given, isMap := f.values[key].(map[string]any)
	if !isMap {
		r.complain(f.at(key), ruleUnreadable, fmt.Sprintf("%q takes a map, not %s", key, inWords(f.values[key])),
			"helm-unittest ignores it then, and judges every document")
		return nil
	}
	return r.selector(fieldsOf(f.below(key), given))
}

func (r *reader) selector(f *fields) *Selector {
	r.unknown(f, "`documentSelector`", func(key string) bool { return slices.Contains(selectorOptions, key) }, selectorOptions)
	path, ok := f.values["path"].(string)
	if !ok {
		r.refuse(f.at("path"), "`documentSelector` needs a `path`, which is a text", "")
		return nil
	}
	if rule, message, hint := pathFault(*compilePath(path)); rule != "" {
		r.complain(f.at("path"), rule, message, hint)
	} else if path == "" {
		r.complain(f.at("path"), ruleIgnored, "a `documentSelector` with an empty `path` selects every document", "remove it, or name a path")
	}
	s := &Selector{Path: path, Value: f.values["value"]}
	s.MatchMany, _ = option[bool](r, f, "matchMany", "true or false")
	s.SkipEmptyTemplates, _ = option[bool](r, f, "skipEmptyTemplates", "true or false")
	return s
}
