package main

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chartutil"
)

// switchedShelf keeps a chart as Helm leaves it after it has turned subcharts on and off, named them and imported their values.
// All that this takes from the given values is what stands at the paths of switches, and whether subcharts are given maps.
type switchedShelf struct {
	mutex sync.Mutex
	paths map[*chart.Chart][][]string
	known map[switchedKey]func() (*chart.Chart, error)
}

type switchedKey struct {
	chart    *chart.Chart
	switches string
}

// switched is a chart of one's own, as far as its metadata goes.
func (s *switchedShelf) switched(c *chart.Chart, given map[string]any) (*chart.Chart, error) {
	if len(c.Dependencies()) == 0 && len(c.Metadata.Dependencies) == 0 {
		return copyOf(c), nil
	}
	s.mutex.Lock()
	paths, known := s.paths[c]
	if !known {
		paths = switchPaths(c)
		s.paths[c] = paths
	}
	key := switchedKey{c, switchText(paths, given)}
	switched, known := s.known[key]
	if !known {
		switched = sync.OnceValues(func() (*chart.Chart, error) {
			own := copyOf(c)
			return own, chartutil.ProcessDependenciesWithMerge(own, given)
		})
		if len(s.known) < switchedCharts {
			s.known[key] = switched
		}
	}
	s.mutex.Unlock()
	own, err := switched()
	if err != nil {
		return nil, err
	}
	return copyOf(own), nil
}

// switchPaths are those of switches, and of subcharts. Helm hands the values of the outermost chart, not those of the one
// between, to the charts below that: so a subchart's name counts from every level on. Global values count in every subchart.
func switchPaths(c *chart.Chart) [][]string {
	var paths [][]string
	eachSwitch(c, nil, func(path []string) {
		paths = append(paths, path)
		if at := slices.Index(path, chartutil.GlobalKey); at > 0 {
			paths = append(paths, path[at:])
		}
	})
	var subcharts func(c *chart.Chart, prefix []string)
	subcharts = func(c *chart.Chart, prefix []string) {
		for _, subchart := range c.Dependencies() {
			path := slices.Concat(prefix, []string{subchart.Name()})
			for from := range path {
				paths = append(paths, path[from:])
			}
			subcharts(subchart, path)
		}
	}
	subcharts(withEverySubchart(c), nil)
	return paths
}

// switchText is the same for values that say the same at every path.
func switchText(paths [][]string, given map[string]any) string {
	var text strings.Builder
	for _, path := range paths {
		var value any = given
		depth := 0
		for _, step := range path {
			table, isMap := value.(map[string]any)
			if !isMap {
				break
			}
			next, has := table[step]
			if !has {
				value = missing
				break
			}
			value = next
			depth++
		}
		if _, isMap := value.(map[string]any); isMap {
			value = "a map"
		}
		fmt.Fprintf(&text, "%d %T %v\x00", depth, value, value)
	}
	return text.String()
}

type missingValue struct{}

var missing = missingValue{}
