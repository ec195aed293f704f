package main

import (
	"fmt"

	"helm.sh/helm/v3/pkg/strvals"

	"k8s-deploy-action/renderer/suites"
)

// givenValues are those of a request: the layers as with several `--values`, then each `--set`.
func givenValues(layers []map[string]any, set []string) (map[string]any, error) {
	given := map[string]any{}
	for _, layer := range layers {
		given = suites.LaidOver(given, layer)
	}
	for _, text := range set {
		if err := strvals.ParseInto(text, given); err != nil {
			return nil, failed("values", fmt.Errorf("failed parsing --set data: %w", err))
		}
	}
	return given, nil
}
