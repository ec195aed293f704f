package suites

import "strings"

// doubled has every odd run of backslashes one longer, wherever it stands. helm-unittest tries this when a text has an escape
// that YAML does not know, such as "\d" in double quotes.
func doubled(text string) string {
	var out strings.Builder
	for i := 0; i < len(text); {
		if text[i] != '\\' {
			out.WriteByte(text[i])
			i++
			continue
		}
		run := 1
		for i+run < len(text) && text[i+run] == '\\' {
			run++
		}
		out.WriteString(strings.Repeat(`\`, run+run%2))
		i += run
	}
	return out.String()
}
