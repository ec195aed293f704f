package asserts

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// indent is that of the YAML that helm-unittest writes.
const indent = 2

// yamlText writes a value as snapshots hold it: texts without the line breaks that they begin with.
func yamlText(value any) string {
	var text bytes.Buffer
	encoder := yaml.NewEncoder(&text)
	encoder.SetIndent(indent)
	if err := encoder.Encode(withoutLeadingBreaks(value)); err != nil {
		return fmt.Sprintf("%v\n", value)
	}
	return text.String()
}

func withoutLeadingBreaks(value any) any {
	return mapTexts(value, false, func(text string) string { return strings.TrimLeft(text, "\n") })
}

var spacesBeforeBreak = regexp.MustCompile(` +\r?\n`)

// trimmed is a text as `equal` and the raw assertions compare it: no spaces before line breaks, no line breaks at its start.
func trimmed(text string) string {
	if !strings.Contains(text, "\n") {
		return text
	}
	return strings.TrimLeft(spacesBeforeBreak.ReplaceAllString(text, "\n"), "\n")
}

// mapTexts changes the texts in lists and in the values of maps; in maps whose keys aren't all texts only with `anyKeys`.
func mapTexts(value any, anyKeys bool, change func(string) string) any {
	switch value := value.(type) {
	case string:
		return change(value)
	case []any:
		items := make([]any, len(value))
		for i, item := range value {
			items[i] = mapTexts(item, anyKeys, change)
		}
		return items
	case map[string]any:
		fields := make(map[string]any, len(value))
		for key, item := range value {
			fields[key] = mapTexts(item, anyKeys, change)
		}
		return fields
	case map[any]any:
		if !anyKeys {
			return value
		}
		fields := make(map[any]any, len(value))
		for key, item := range value {
			fields[key] = mapTexts(item, anyKeys, change)
		}
		return fields
	default:
		return value
	}
}

// inWords names a value that somebody wrote where another was wanted.
func inWords(value any) string {
	switch value := value.(type) {
	case nil:
		return "nothing"
	case string:
		return fmt.Sprintf("the text %q", value)
	case bool:
		return fmt.Sprintf("the boolean %v", value)
	case []any:
		return "a list"
	case map[string]any, map[any]any:
		return "a map"
	case int, uint64, float64:
		return fmt.Sprintf("the number %v", value)
	default:
		return fmt.Sprintf("the value %v", value)
	}
}
