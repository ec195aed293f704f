package asserts

import (
	"fmt"
	"strings"
)

// failedTemplate asks whether the render failed, and how. `notFailedTemplate` is only asked of renders that succeeded.
var failedTemplate = &question{
	parameters: []parameter{
		textOf("errorMessage", func(a *asked) *string { return &a.errorMessage }),
		regex("errorPattern", func(a *asked) *pattern { return &a.errorPattern }),
	},
	countless: true,
	unsound: func(a *asked) string {
		if a.errorMessage != "" && a.errorPattern.text != "" {
			return "`errorMessage` and `errorPattern` exclude each other"
		}
		return ""
	},
	meant: func(a *Assertion, complain func(rule, message, hint string)) {
		asksNothing := a.asked.errorMessage == "" && a.asked.errorPattern.text == ""
		switch {
		case a.Type == "notFailedTemplate" && !asksNothing:
			complain(ruleIgnored, "the text of the error has no effect: any failure is one", "write `notFailedTemplate: {}`")
		case a.Type == "failedTemplate" && a.Not && asksNothing:
			complain(ruleVacuous, "with `not` it still passes when the render fails, and fails when it succeeds", "write `notFailedTemplate: {}`")
		case a.Type == "notFailedTemplate" && a.Not:
			complain(ruleVacuous, "with `not` it still needs a render that succeeds", "write `failedTemplate`")
		}
	},
	holds: func(t *trial) bool {
		if err := t.rendering.Err; err != nil {
			return t.asksNothing() || t.isError(nil, err.Error())
		}
		if len(t.selected) == 0 && !t.negative {
			t.fail(failed{value: -1, message: "there is no document that failed"})
			return false
		}
		all := true
		for _, d := range t.selected {
			raw, exists := d.fields[rawKey]
			all = (t.asksNothing() || t.isErrorOf(d, raw, exists)) && all
		}
		return all
	},
}

func (t *trial) asksNothing() bool {
	return t.asked.errorMessage == "" && t.asked.errorPattern.text == ""
}

// isErrorOf: a document without an error is as good as none for a pattern, and has not the message.
func (t *trial) isErrorOf(d *document, raw any, exists bool) bool {
	if exists && raw != nil {
		return t.isError(d, fmt.Sprint(raw))
	}
	if t.asked.errorPattern.text != "" || t.negative {
		return true
	}
	t.fail(failed{document: d, value: -1, message: "the document is no error", expected: show(t.asked.errorMessage)})
	return false
}

func (t *trial) isError(d *document, text string) bool {
	given := answer{is: "be the message that is expected", holds: text == t.asked.errorMessage, expected: show(t.asked.errorMessage)}
	literal := t.asked.errorPattern.text
	if literal != "" {
		given = answer{is: "match " + literal, holds: t.asked.errorPattern.finds(text)}
		if given.holds == t.negative && t.asked.errorPattern.special() {
			if found := strings.Contains(text, literal); t.compat {
				given.holds = found // helm-unittest then takes the pattern for a text, with either polarity
			} else if found && !t.negative {
				given.is += "; it has that text, but the pattern gives some of its characters another meaning: put a \\ before each of " + specials
			}
		}
	}
	if given.holds != t.negative {
		return true
	}
	given.actual = show(text)
	t.fail(failed{document: d, value: -1, message: t.say("the error", given), expected: given.expected, actual: given.actual})
	return false
}

const specials = `\.+*?()|[]{}^$`

func (p pattern) special() bool { return strings.ContainsAny(p.text, specials) }

// finds takes what is no regular expression for a text.
func (p pattern) finds(text string) bool {
	if p.err != nil {
		return strings.Contains(text, p.text)
	}
	return p.MatchString(text)
}
