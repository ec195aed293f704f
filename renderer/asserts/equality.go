package asserts

import (
	"encoding/base64"
	"fmt"
	"reflect"
)

// valueParameter, decodeBase64Parameter and the like are shared by several questions.
var (
	valueParameter        = anything("value", func(a *asked) *any { return &a.value }).must()
	decodeBase64Parameter = flag("decodeBase64", func(a *asked) *bool { return &a.decodeBase64 })
)

var equal = &question{
	parameters: []parameter{pathParameter, valueParameter, decodeBase64Parameter},
	needsValue: true,
	holds: eachValue(func(t *trial, value any) answer {
		value, problem := t.decoded(value)
		if problem != "" {
			return answer{cannot: problem}
		}
		value = mapTexts(value, true, trimmed)
		return answer{
			holds: reflect.DeepEqual(t.asked.value, value), is: "be equal to what is expected",
			expected: show(t.asked.value), actual: show(value),
		}
	}),
}

// decoded is a text out of base64, if that is asked for.
func (t *trial) decoded(value any) (any, string) {
	text, isText := value.(string)
	if !isText || !t.asked.decodeBase64 {
		return value, ""
	}
	bytes, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Sprintf("the value is no base64: %s", err)
	}
	return string(bytes), ""
}

var equalRaw = &question{
	parameters: []parameter{textOf("value", func(a *asked) *string { return &a.text }).must()},
	needsValue: true,
	holds: eachText(func(t *trial, text string) answer {
		return answer{
			holds: text == t.asked.text, is: "be equal to what is expected",
			expected: show(t.asked.text), actual: show(text),
		}
	}),
}
