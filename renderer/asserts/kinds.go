package asserts

import (
	"fmt"
	"reflect"
	"slices"
)

var ofParameter = textOf("of", func(a *asked) *string { return &a.of }).must()

var (
	isKind       = fieldIs("kind")
	isAPIVersion = fieldIs("apiVersion")
)

// fieldIs compares a field of the document with `of`.
func fieldIs(field string) *question {
	return &question{
		parameters: []parameter{ofParameter},
		holds: func(t *trial) bool {
			return t.eachDocument(func(d *document) bool {
				text, isText := d.fields[field].(string)
				if (isText && text == t.asked.of) == t.negative {
					given := answer{is: "be " + t.asked.of}
					t.fail(failed{
						document: d, value: -1, path: field, message: t.say("the "+field, given),
						expected: show(t.asked.of), actual: show(d.fields[field]),
					})
					return false
				}
				return true
			})
		},
	}
}

// typeNames are what Go calls the types of values that YAML can have. Null has no name: "".
var typeNames = []string{
	"[]interface {}", "bool", "float64", "int", "map[interface {}]interface {}", "map[string]interface {}", "string", "time.Time", "uint64",
}

var isType = &question{
	parameters: []parameter{pathParameter, textOf("type", func(a *asked) *string { return &a.typeName }).must()},
	needsValue: true,
	meant: func(a *Assertion, complain func(rule, message, hint string)) {
		if name := a.asked.typeName; name != "" && !slices.Contains(typeNames, name) {
			complain(ruleUnreadable, fmt.Sprintf("no value has the type %q", name), Suggestion(name, typeNames))
		}
	},
	holds: eachValue(func(t *trial, value any) answer {
		name := typeOf(value)
		return answer{
			holds: name == t.asked.typeName, is: "be of the type " + t.asked.typeName,
			expected: show(t.asked.typeName), actual: show(name),
		}
	}),
}

func typeOf(value any) string {
	if value == nil {
		return ""
	}
	return reflect.TypeOf(value).String()
}

// typeName is typeOf for messages.
func typeName(value any) string {
	if value == nil {
		return "null"
	}
	return typeOf(value)
}
