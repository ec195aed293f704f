package asserts

import "fmt"

var patternParameter = regex("pattern", func(a *asked) *pattern { return &a.pattern }).must()

func withoutPattern(a *asked) string {
	if a.pattern.text == "" {
		return "`pattern` is missing or empty"
	}
	return ""
}

// matchRegex looks for the pattern anywhere in a text.
var matchRegex = &question{
	parameters: []parameter{pathParameter, patternParameter, decodeBase64Parameter},
	unsound:    withoutPattern,
	needsValue: true,
	holds: eachValue(func(t *trial, value any) answer {
		value, problem := t.decoded(value)
		if problem != "" {
			return answer{cannot: problem}
		}
		text, isText := value.(string)
		if !isText {
			return answer{cannot: fmt.Sprintf("only texts can match a pattern, and the value is %s", inWords(value)), actual: show(value)}
		}
		return t.matched(text)
	}),
}

var matchRegexRaw = &question{
	parameters: []parameter{patternParameter},
	unsound:    withoutPattern,
	needsValue: true,
	holds:      eachText(func(t *trial, text string) answer { return t.matched(text) }),
}

func (t *trial) matched(text string) answer {
	return answer{
		holds: t.asked.pattern.MatchString(text), is: "match " + t.asked.pattern.text,
		actual: show(text),
	}
}
