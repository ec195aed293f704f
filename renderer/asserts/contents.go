package asserts

import (
	"fmt"
	"reflect"
)

var contentParameter = anything("content", func(a *asked) *any { return &a.content }).must()

// contains looks into lists. With `any` it finds maps that have at least the keys of `content`; other items are compared as
// they are.
var contains = &question{
	parameters: []parameter{
		pathParameter, contentParameter,
		whole("count", func(a *asked) **int { return &a.count }),
		flag("any", func(a *asked) *bool { return &a.any }),
	},
	needsValue: true,
	meant: func(a *Assertion, complain func(rule, message, hint string)) {
		content, isMap := a.asked.content.(map[string]any)
		switch {
		case a.asked.count != nil && *a.asked.count == 0:
			complain(ruleVacuous, "`count: 0` never holds: what is found 0 times is not found", "say notContains, without `count`")
		case a.asked.any && !isMap:
			complain(ruleIgnored, "`any` has no effect: `content` is "+inWords(a.asked.content)+", not a map", "remove it")
		case a.asked.any && len(content) == 0:
			complain(ruleVacuous, "every map has the keys of `content`, since it has none", "write what is to be found")
		}
	},
	holds: eachValue(func(t *trial, value any) answer {
		given := answer{is: "contain what is expected", expected: show([]any{t.asked.content}), actual: show(value)}
		items, isList := value.([]any)
		if !isList {
			given.cannot = fmt.Sprintf("the value is no list but %s", inWords(value))
			return given
		}
		found := 0
		for _, item := range items {
			if t.isContent(item) {
				found++
			}
		}
		given.holds = found > 0
		if count := t.asked.count; count != nil {
			given.holds = found > 0 && found == *count
			given.is = fmt.Sprintf("contain what is expected %d times, and it does %d times", *count, found)
		}
		return given
	}),
}

func (t *trial) isContent(item any) bool {
	if t.asked.any {
		fields, isMap := item.(map[string]any)
		content, wantsMap := t.asked.content.(map[string]any)
		if isMap && wantsMap {
			return subset(fields, content)
		}
	}
	return reflect.DeepEqual(item, t.asked.content)
}

// subset compares the keys of content only, each deeply. A key that is missing is as good as null.
func subset(fields, content map[string]any) bool {
	for key, wanted := range content {
		if !reflect.DeepEqual(fields[key], wanted) {
			return false
		}
	}
	return true
}

var isSubset = &question{
	parameters: []parameter{pathParameter, contentParameter},
	needsValue: true,
	meant: func(a *Assertion, complain func(rule, message, hint string)) {
		content, isMap := a.asked.content.(map[string]any)
		switch {
		case !isMap:
			complain(ruleUnreadable, "`content` must be a map, and it is "+inWords(a.asked.content), "compare other values with `equal`")
		case len(content) == 0:
			complain(ruleVacuous, "every map has the keys of `content`, since it has none", "write what the map should have")
		}
	},
	holds: eachValue(func(t *trial, value any) answer {
		given := answer{is: "have the keys that are expected", expected: show(t.asked.content), actual: show(value)}
		fields, isMap := value.(map[string]any)
		content, wantsMap := t.asked.content.(map[string]any)
		if !isMap || !wantsMap {
			given.cannot = fmt.Sprintf("only maps can be compared so, and the value is %s", inWords(value))
			return given
		}
		given.holds = subset(fields, content)
		return given
	}),
}
