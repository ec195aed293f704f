package chartutil

import (
	"fmt"

	"helm.sh/helm/v3/pkg/chart"
)

// This file is laid beside Helm's own package when the renderer is built.

// RenderValues does what ToRenderValuesWithSchemaValidation does when it skips the validation, without its warnings. Helm
// copies the values of a chart by reflection; for a chart with many values that takes longer than to render a template.
//
// A null below the first level removes what the chart has there. In Helm 3.21.3, with which helm-unittest 1.1.2 is built, it
// stays where the chart has null too: keepNulls does that.
func RenderValues(c *chart.Chart, given map[string]any, options ReleaseOptions, caps *Capabilities, keepNulls bool) (Values, error) {
	top, err := ToRenderValuesWithSchemaValidation(&chart.Chart{Metadata: c.Metadata}, nil, options, caps, true)
	if err != nil {
		return top, err
	}
	values := copiedMap(given)
	if err := addDefaults(c, values, keepNulls); err != nil {
		return top, err
	}
	top["Values"] = Values(values)
	return top, nil
}

// addDefaults is coalesce of CoalesceValues.
func addDefaults(c *chart.Chart, values map[string]any, keepNulls bool) error {
	for key, standard := range c.Values {
		given, has := values[key]
		switch {
		case !has:
			values[key] = copied(standard)
		case given == nil:
			delete(values, key)
		default:
			addBelow(given, standard, childChartMergeTrue(c, key, false), keepNulls)
		}
	}
	for _, subchart := range c.Dependencies() {
		part, has := values[subchart.Name()]
		if !has {
			part = map[string]any{}
			values[subchart.Name()] = part
		}
		table, isMap := part.(map[string]any)
		if !isMap {
			return fmt.Errorf("type mismatch on %s: %t", subchart.Name(), part)
		}
		coalesceGlobals(nowhere, table, values, "", false)
		if err := addDefaults(subchart, table, keepNulls); err != nil {
			return err
		}
	}
	return nil
}

// addBelow is coalesceTables: values that are given for a subchart keep their nulls until it is the subchart's turn.
func addBelow(given, standard any, forSubchart, keepNulls bool) {
	upper, isMap := given.(map[string]any)
	lower, wasMap := standard.(map[string]any)
	if !isMap || !wasMap {
		return
	}
	for key, below := range lower {
		above, has := upper[key]
		switch {
		case !has:
			upper[key] = copied(below)
		case above == nil && !forSubchart:
			if below != nil || !keepNulls {
				delete(upper, key)
			}
		default:
			addBelow(above, below, forSubchart, keepNulls)
		}
	}
}

func nowhere(string, ...any) {}

func copiedMap(values map[string]any) map[string]any {
	own := make(map[string]any, len(values))
	for key, value := range values {
		own[key] = copied(value)
	}
	return own
}

func copied(value any) any {
	switch value := value.(type) {
	case map[string]any:
		if value == nil {
			return value
		}
		return copiedMap(value)
	case []any:
		if value == nil {
			return value
		}
		own := make([]any, len(value))
		for i, entry := range value {
			own[i] = copied(entry)
		}
		return own
	default: // of YAML that was read, all other values are plain
		return value
	}
}
