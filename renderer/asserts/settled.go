package asserts

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// effect is what becomes of a value when it is written as YAML and read again.
type effect int

const (
	stays effect = iota
	// settles: a number with a fraction of zero becomes an int.
	settles
	// unknown: only the YAML library knows. It does not bring back texts of several lines that begin with a tab, nor a key
	// `<<`; times and keys that are no texts are rare.
	unknown
)

func effectOfYAML(value any) effect {
	switch value := value.(type) {
	case nil, bool, int:
		return stays
	case uint64, float64:
		return settles
	case string:
		if utf8.ValidString(value) && !(strings.Contains(value, "\n") && strings.Contains(value, "\t")) {
			return stays
		}
		return unknown
	case []any:
		worst := stays
		for _, item := range value {
			worst = max(worst, effectOfYAML(item))
		}
		return worst
	case map[string]any:
		worst := stays
		for key, item := range value {
			if key == "<<" {
				return unknown
			}
			worst = max(worst, effectOfYAML(key), effectOfYAML(item))
		}
		return worst
	default:
		return unknown
	}
}

// settled gives a value as it is read again, if that is known.
func settled(value any) any {
	switch value := value.(type) {
	case uint64, float64:
		if whole, err := strconv.Atoi(numberText(value)); err == nil {
			return whole
		}
		return value
	case []any:
		items := make([]any, len(value))
		for i, item := range value {
			items[i] = settled(item)
		}
		return items
	case map[string]any:
		fields := make(map[string]any, len(value))
		for key, item := range value {
			fields[key] = settled(item)
		}
		return fields
	default:
		return value
	}
}
