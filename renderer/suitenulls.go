package main

import (
	"maps"

	"helm.sh/helm/v3/pkg/chart"
)

// withNulls is a chart as helm-unittest leaves it after it has looked which subcharts are on: where a values file of the
// command line has null, the chart has null from then on, whatever else is given. Helm's merge writes it into the lower map.
func withNulls(c *chart.Chart, files []string, read func(file string) (map[string]any, error)) *chart.Chart {
	if len(files) == 0 || c.Values == nil {
		return c
	}
	own := copyOf(c)
	own.Values = ownMap(c.Values)
	below := own.Values
	for _, file := range files {
		values, err := read(file)
		if err != nil {
			break
		}
		above := ownMap(values)
		mergeWithNulls(above, below)
		below = above
	}
	return own
}

// mergeWithNulls changes both maps, and has them share what only the lower one has.
func mergeWithNulls(above, below map[string]any) {
	for key, value := range above {
		if value == nil {
			below[key] = nil
		}
	}
	for key, lower := range below {
		upper, has := above[key]
		if !has {
			above[key] = lower
			continue
		}
		upperMap, isMap := upper.(map[string]any)
		lowerMap, wasMap := lower.(map[string]any)
		if isMap && wasMap {
			mergeWithNulls(upperMap, lowerMap)
		}
	}
}

// ownMap shares no map with the one that is given, but for those in lists: they are not merged.
func ownMap(values map[string]any) map[string]any {
	own := maps.Clone(values)
	if own == nil {
		own = map[string]any{}
	}
	for key, value := range own {
		if table, isMap := value.(map[string]any); isMap {
			own[key] = ownMap(table)
		}
	}
	return own
}
