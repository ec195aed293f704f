package asserts

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// nothingAt says where a path leads away from what there is, and which key was probably meant.
func (d *document) nothingAt(p *path) string {
	const message = "there is nothing at this path"
	var value any = d.fields
	for index, step := range p.steps {
		below := walk(value, p.steps[index:index+1])
		if len(below) == 1 {
			value = below[0]
			continue
		}
		return message + ": " + placeOf(p.steps[:index]) + " " + lacks(value, step)
	}
	return message
}

func placeOf(steps []any) string {
	if len(steps) == 0 {
		return "the document"
	}
	var place strings.Builder
	for index, step := range steps {
		switch step := step.(type) {
		case int:
			fmt.Fprintf(&place, "[%d]", step)
		case string:
			if index > 0 {
				place.WriteByte('.')
			}
			place.WriteString(step)
		}
	}
	return place.String()
}

func lacks(value, step any) string {
	items, isList := value.([]any)
	fields, isMap := value.(map[string]any)
	key, isKey := step.(string)
	switch {
	case isMap && isKey:
		if name := nearest(key, slices.Sorted(maps.Keys(fields))); name != "" {
			return fmt.Sprintf("has no %q; did you mean %q?", key, name)
		}
		return fmt.Sprintf("has no %q", key)
	case isList && !isKey:
		return fmt.Sprintf("has no item %d, counted from 0, but %d in all", step, len(items))
	case isMap:
		return "is a map, not a list"
	case isList:
		return "is a list, not a map"
	default:
		return "is " + inWords(value)
	}
}
