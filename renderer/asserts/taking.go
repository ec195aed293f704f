package asserts

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// take reads the parameters of an assertion from under its name. Their names may be written in any case.
func (r *reader) take(parameters []parameter, f *fields, key string, into *asked) {
	value := f.values[key]
	if _, isTime := value.(time.Time); isTime && r.compat {
		value = nil // mapstructure sees a structure without any field
	}
	given, isMap := textKeys(value)
	if value != nil && !isMap {
		r.refuse(f.at(key), fmt.Sprintf("%q takes a map, not %s", key, inWords(value)), takes(parameters))
		return
	}
	below := fieldsOf(f.below(key), given)
	names := make([]string, len(parameters))
	for i, p := range parameters {
		names[i] = p.name
		r.takeOne(p, below, key, into)
	}
	r.unknown(below, fmt.Sprintf("%q", key), func(key string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return strings.EqualFold(name, key) })
	}, names)
}

func (r *reader) takeOne(p parameter, f *fields, of string, into *asked) {
	key, twice := f.spelled(p.name)
	value := f.values[key]
	if twice {
		r.complain(f.at(key), ruleUnreadable, fmt.Sprintf("%q of %q is written twice", p.name, of),
			"helm-unittest takes either, by chance")
	}
	if _, written := f.values[key]; p.required && (!written || value == nil && p.wanted != anyValue) {
		r.complain(f.at(key), ruleUnreadable, fmt.Sprintf("%q needs %q", of, p.name), "it takes "+p.wanted)
		return
	}
	if value == nil {
		return
	}
	if p.below != nil {
		r.take(p.below, f, key, into)
		return
	}
	if !p.take(into, value) || !r.compat && p.exact != nil && !p.exact(value) {
		r.refuse(f.at(key), fmt.Sprintf("%q of %q takes %s, not %s", p.name, of, p.wanted, inWords(value)), "")
	} else if p.fault != nil {
		if rule, message, hint := p.fault(into); rule != "" {
			r.complain(f.at(key), rule, message, hint)
		}
	}
}

// spelled is how a name was written, and whether it was more than once.
func (f *fields) spelled(name string) (key string, twice bool) {
	key = name
	found := 0
	for _, written := range slices.Sorted(maps.Keys(f.values)) {
		if strings.EqualFold(written, name) {
			if found++; found == 1 {
				key = written
			}
		}
	}
	return key, found > 1
}

func textKeys(value any) (map[string]any, bool) {
	switch value := value.(type) {
	case map[string]any:
		return value, true
	case map[any]any:
		given := make(map[string]any, len(value))
		for key, item := range value {
			given[fmt.Sprint(key)] = item
		}
		return given, true
	default:
		return nil, false
	}
}

// takes names the parameters for a hint.
func takes(parameters []parameter) string {
	names := make([]string, len(parameters))
	for i, p := range parameters {
		names[i] = p.name
	}
	if len(names) == 0 {
		return "it takes no options: write {}"
	}
	return "its options are " + strings.Join(names, ", ")
}
