package main

import (
	"path"
	"slices"
	"strings"
	"sync"
	"unsafe"

	"helm.sh/helm/v3/pkg/chart"

	"k8s-deploy-action/renderer/asserts"
	"k8s-deploy-action/renderer/suites"
)

// selectionShelf remembers which files of a chart a suite selects.
type selectionShelf struct{ known sync.Map }

type selectionKey struct {
	suite *suites.Suite
	files **chart.File // the first of the chart's: copies share them
	at    string
}

// selected is a chart with the templates that a suite is about, and all partials, in it and in its subcharts.
func (s *selectionShelf) selected(suite *suites.Suite, c *chart.Chart, at string) *chart.Chart {
	kept := *c
	kept.Templates = s.files(suite, c, at)
	subcharts := make([]*chart.Chart, 0, len(c.Dependencies()))
	for _, subchart := range c.Dependencies() {
		subcharts = append(subcharts, s.selected(suite, subchart, path.Join(at, "charts", subchart.Name())))
	}
	kept.SetDependencies(subcharts...)
	return &kept
}

func (s *selectionShelf) files(suite *suites.Suite, c *chart.Chart, at string) []*chart.File {
	key := selectionKey{suite, unsafe.SliceData(c.Templates), at}
	if known, is := s.known.Load(key); is {
		return known.([]*chart.File)
	}
	wanted := suite.Templates
	if len(wanted) == 0 {
		wanted = []string{suites.EveryTemplate}
	}
	matches := func(file *chart.File, patterns []string) bool {
		name := path.Join(at, file.Name)
		return slices.ContainsFunc(patterns, func(pattern string) bool {
			return suites.Pattern(suite.Route, pattern).MatchString(name)
		})
	}
	var files []*chart.File
	for _, file := range c.Templates {
		isPartial := strings.HasPrefix(path.Base(file.Name), "_")
		if isPartial || matches(file, wanted) && !matches(file, suite.Exclude) {
			files = append(files, file)
		}
	}
	s.known.Store(key, files)
	return files
}

// judged are the files that an assertion is about, by full name; printed are those that the render gave.
func judged(test *suites.Test, assertion *asserts.Assertion, printed map[string]string, crds []string) []string {
	suite := test.Suite
	names := test.Templates
	switch {
	case assertion.Template != "":
		names = []string{assertion.Template}
	case len(names) > 0:
	case len(suite.Templates) == 0 || slices.ContainsFunc(suite.Templates, hasWildcard):
		all := make([]string, 0, len(printed)+len(crds))
		for name := range printed {
			all = append(all, name)
		}
		return append(all, crds...)
	default:
		names = suite.Templates
	}
	full := make([]string, 0, len(names))
	for _, name := range names {
		full = append(full, suites.FullName(suite.Route, name))
	}
	return full
}

func hasWildcard(template string) bool { return strings.Contains(template, "*") }
