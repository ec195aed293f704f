package main

import (
	"fmt"
	"maps"

	"helm.sh/helm/v3/pkg/strvals"
)

// givenValues are those of a request: the layers as with several `--values`, then each `--set`.
func givenValues(layers []map[string]any, set []string) (map[string]any, error) {
	given := map[string]any{}
	for _, layer := range layers {
		given = laidOver(given, layer)
	}
	for _, text := range set {
		if err := strvals.ParseInto(text, given); err != nil {
			return nil, failed("values", fmt.Errorf("failed parsing --set data: %w", err))
		}
	}
	return given, nil
}

// laidOver merges maps and replaces everything else; a null stays, to remove a default of the chart later.
func laidOver(below, above map[string]any) map[string]any {
	merged := maps.Clone(below)
	for key, value := range above {
		upper, isMap := value.(map[string]any)
		lower, wasMap := merged[key].(map[string]any)
		if isMap && wasMap {
			value = laidOver(lower, upper)
		}
		merged[key] = value
	}
	return merged
}
