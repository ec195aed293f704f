package main

import (
	"slices"
	"strings"

	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chartutil"

	"k8s-deploy-action/renderer/suites"
)

// switches tells whether a subchart is on. helm-unittest takes a condition for one path, in the values of the outermost chart;
// Helm knows lists of paths, and values of the charts between.
func (s *suiteSearch) switches(c *chart.Chart) func(parent, subchart *chart.Chart) bool {
	values := c.Values
	for _, path := range s.ValueFiles {
		layer, err := readValueFile(path)
		if err != nil { // every test will tell
			return func(*chart.Chart, *chart.Chart) bool { return true }
		}
		values = suites.LaidOver(values, layer)
	}
	if s.Compat {
		return func(parent, subchart *chart.Chart) bool { return isOnByPath(parent, subchart.Name(), values) }
	}
	enabled := copyOf(c)
	if err := chartutil.ProcessDependenciesWithMerge(enabled, values); err != nil {
		return func(*chart.Chart, *chart.Chart) bool { return true }
	}
	return func(parent, subchart *chart.Chart) bool { return isOnIn(enabled, parent, subchart) }
}

// isOnIn looks for a subchart, under its name or an alias, where Helm has left those that are on.
func isOnIn(enabled, parent, subchart *chart.Chart) bool {
	names := []string{subchart.Name()}
	for _, dependency := range parent.Metadata.Dependencies {
		if dependency != nil && dependency.Name == subchart.Name() && dependency.Alias != "" {
			names = append(names, dependency.Alias)
		}
	}
	var found func(in *chart.Chart) bool
	found = func(in *chart.Chart) bool {
		return slices.ContainsFunc(in.Dependencies(), func(each *chart.Chart) bool {
			return slices.Contains(names, each.Name()) && isSame(each, subchart) || found(each)
		})
	}
	return found(enabled)
}

// isSame knows copies of a chart by the files that they share.
func isSame(a, b *chart.Chart) bool {
	return len(a.Templates) == len(b.Templates) && (len(a.Templates) == 0 || a.Templates[0] == b.Templates[0])
}

func isOnByPath(parent *chart.Chart, name string, values map[string]any) bool {
	at := slices.IndexFunc(parent.Metadata.Dependencies, func(dependency *chart.Dependency) bool {
		return dependency != nil && (dependency.Alias == name || dependency.Alias == "" && dependency.Name == name)
	})
	if at < 0 {
		return true
	}
	dependency := parent.Metadata.Dependencies[at]
	if dependency.Condition != "" {
		var value any = values
		for step := range strings.SplitSeq(dependency.Condition, ".") {
			table, _ := value.(map[string]any)
			value = table[step]
		}
		isOn, isFlag := value.(bool)
		return isOn || !isFlag
	}
	tags, has := values["tags"].(map[string]any)
	return !has || len(dependency.Tags) == 0 ||
		slices.ContainsFunc(dependency.Tags, func(tag string) bool { return tags[tag] == true })
}
