package asserts

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// asked are the parameters of an assertion; each type has some of them.
type asked struct {
	path                               path
	paths                              []path
	value, content                     any
	text                               string // `value` of the raw assertions
	count                              *int
	any, decodeBase64, filterAware     bool
	pattern                            pattern
	of, typeName                       string
	kind, apiVersion, name, namespace  string
	errorMessage                       string
	errorPattern                       pattern
	snapshotMatches, snapshotMatchesNo pattern
}

// pattern is a regular expression (RE2), perhaps one that cannot be used.
type pattern struct {
	text string
	*regexp.Regexp
	err error
}

func compilePattern(text string) pattern {
	compiled, err := regexp.Compile(text)
	return pattern{text: text, Regexp: compiled, err: err}
}

// parameter is one row of the table of parameters: its name, what it takes in words, and how it is taken. What `take` refuses
// is what mapstructure 1.5.0, with which helm-unittest decodes, refuses: nothing is converted but numbers.
type parameter struct {
	name, wanted string
	required     bool
	take         func(into *asked, value any) bool
	// exact: of what `take` accepts, what can be meant. nil: all of it.
	exact func(value any) bool
	// fault says what is wrong with a value of the right type; an empty rule: nothing.
	fault func(from *asked) (rule, message, hint string)
	// below: the value is a map with parameters of its own.
	below []parameter
}

func (p parameter) must() parameter {
	p.required = true
	return p
}

func textOf(name string, field func(*asked) *string) parameter {
	return parameter{name: name, wanted: "a text", take: func(into *asked, value any) (ok bool) {
		*field(into), ok = value.(string)
		return ok
	}}
}

func flag(name string, field func(*asked) *bool) parameter {
	return parameter{name: name, wanted: "true or false", take: func(into *asked, value any) (ok bool) {
		*field(into), ok = value.(bool)
		return ok
	}}
}

// anyValue: null is one too.
const anyValue = "any value, also null"

func anything(name string, field func(*asked) *any) parameter {
	return parameter{name: name, wanted: anyValue, take: func(into *asked, value any) bool {
		*field(into) = value
		return true
	}}
}

func regex(name string, field func(*asked) *pattern) parameter {
	return parameter{name: name, wanted: "a regular expression", take: func(into *asked, value any) bool {
		text, ok := value.(string)
		*field(into) = compilePattern(text)
		return ok
	}, fault: func(from *asked) (rule, message, hint string) {
		if err := field(from).err; err != nil {
			return rulePattern, fmt.Sprintf("%q is no regular expression (RE2): %s", field(from).text,
				strings.TrimPrefix(err.Error(), "error parsing regexp: ")), "put a \\ before each of " + specials + " that stands for itself"
		}
		return "", "", ""
	}}
}

func whole(name string, field func(*asked) **int) parameter {
	return parameter{name: name, wanted: "a whole number of 0 or more", take: func(into *asked, value any) bool {
		var number int
		switch value := value.(type) {
		case int:
			number = value
		case uint64:
			number = int(value)
		case float64:
			number = int(value)
		default:
			return false
		}
		*field(into) = &number
		return true
	}, exact: func(value any) bool {
		number, ok := value.(int)
		return ok && number >= 0
	}}
}

var pathParameter = parameter{name: "path", wanted: "a path", take: func(into *asked, value any) bool {
	text, ok := value.(string)
	into.path = *compilePath(text)
	return ok
}, fault: func(from *asked) (rule, message, hint string) { return pathFault(from.path) }}

var pathsParameter = parameter{name: "paths", wanted: "a list of paths", take: func(into *asked, value any) bool {
	items, ok := value.([]any)
	for _, item := range items {
		text, isText := item.(string)
		ok = ok && (isText || item == nil)
		into.paths = append(into.paths, *compilePath(text))
	}
	return ok
}, exact: func(value any) bool {
	items, _ := value.([]any)
	return len(items) > 0 && !slices.Contains(items, nil)
}, fault: func(from *asked) (rule, message, hint string) {
	for _, p := range from.paths {
		if rule, message, hint = pathFault(p); rule != "" {
			return rule, message, hint
		}
	}
	return "", "", ""
}}

func pathFault(p path) (rule, message, hint string) {
	if p.err == nil {
		return "", "", ""
	}
	return ruleUnreadable, fmt.Sprintf("%q is no path: %s", p.text, p.err), `a path is like spec.containers[0].image or metadata.labels["app.kubernetes.io/name"]`
}
