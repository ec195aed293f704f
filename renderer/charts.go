package main

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"sync"

	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chart/loader"
)

// loadedChart is read once and never changed.
type loadedChart struct {
	*chart.Chart
	warnings []string
	facts    func() *chartFacts
}

// chartShelf keeps every chart that was asked for, as it was the first time.
type chartShelf struct {
	mutex    sync.Mutex
	loads    map[string]func() (*loadedChart, error)
	warnings *warningLog
}

func (s *chartShelf) load(path string) (*loadedChart, error) {
	s.mutex.Lock()
	load, known := s.loads[path]
	if !known {
		load = sync.OnceValues(func() (*loadedChart, error) { return s.read(path) })
		s.loads[path] = load
	}
	s.mutex.Unlock()
	return load()
}

func (s *chartShelf) read(path string) (loaded *loadedChart, err error) {
	if _, err := os.Stat(path); err != nil {
		return nil, failed("chart", fmt.Errorf("path %q not found", path))
	}
	warnings := s.warnings.during(func() {
		var c *chart.Chart
		if c, err = loader.Load(path); err == nil {
			sortSubcharts(c)
			loaded = &loadedChart{Chart: c}
		}
	})
	if err != nil {
		return nil, failed("chart", err)
	}
	if loaded.Metadata.Deprecated {
		warnings = append(warnings, "WARNING: This chart is deprecated")
	}
	loaded.warnings = warnings
	loaded.facts = sync.OnceValue(func() *chartFacts { return factsOf(loaded.Chart) })
	return loaded, nil
}

// sortSubcharts ends a chance: Helm's loader goes through a map, so the order of subcharts that Chart.yaml doesn't name
// differs from run to run. It decides about nothing but the order of CRDs.
func sortSubcharts(c *chart.Chart) {
	subcharts := slices.SortedFunc(slices.Values(c.Dependencies()), func(a, b *chart.Chart) int {
		return cmp.Or(cmp.Compare(a.Name(), b.Name()), cmp.Compare(a.Metadata.Version, b.Metadata.Version))
	})
	for _, subchart := range subcharts {
		sortSubcharts(subchart)
	}
	c.SetDependencies(subcharts...)
}

// copyOf is a chart of one's own as far as Helm changes charts when it enables subcharts, names them by alias and imports
// their values. Files and default values are shared: Helm replaces them, it never changes them in place.
func copyOf(c *chart.Chart) *chart.Chart {
	metadata := *c.Metadata
	metadata.Dependencies = nil
	for _, dependency := range c.Metadata.Dependencies {
		if dependency != nil {
			own := *dependency
			dependency = &own
		}
		metadata.Dependencies = append(metadata.Dependencies, dependency)
	}
	own := &chart.Chart{
		Metadata:  &metadata,
		Lock:      c.Lock,
		Templates: c.Templates,
		Values:    c.Values,
		Schema:    c.Schema,
		Files:     c.Files,
	}
	for _, subchart := range c.Dependencies() {
		own.AddDependency(copyOf(subchart))
	}
	return own
}
