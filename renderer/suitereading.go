package main

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"

	"k8s-deploy-action/renderer/asserts"
	"k8s-deploy-action/renderer/suites"
)

// suiteFileRun is a file on its way.
type suiteFileRun struct {
	result *fileResult
	suites []*suites.Suite
	tests  []*testRun // of all its suites, in order
}

// read reads every file. In the default mode nothing of a file runs that has an error in it: what it would say is not what
// its author means.
func (s *suiteRun) read() ([]*suiteFileRun, error) {
	var files []*suiteFileRun
	var refused []string // routes
	names := s.templateNames()
	for _, wanted := range s.Files {
		sources, err := s.sources(wanted)
		if err != nil {
			files = append(files, unreadable(wanted, err))
			refused = append(refused, wanted.Route)
			continue
		}
		for _, source := range sources {
			read := suites.Read(source, suites.Options{Compat: s.Compat, Strict: s.Strict, ValueFiles: s.ValueFiles})
			if !s.Compat {
				read.Problems = append(read.Problems, s.problems(read, names)...)
			}
			if read.Refused {
				refused = append(refused, source.Route)
			}
			files = append(files, newSuiteFileRun(source, read))
		}
	}
	for _, file := range files {
		// helm-unittest drops all suites of a chart, and of the charts below, for one that it can't read.
		file.result.Dropped = s.Compat && slices.ContainsFunc(refused, func(route string) bool {
			return strings.HasPrefix(file.result.Route+"/", route+"/")
		})
		if file.result.Dropped || !s.Compat && slices.ContainsFunc(file.result.Problems, isError) {
			file.suites, file.tests = nil, nil
		}
	}
	return files, nil
}

func isError(problem problemResult) bool { return !suites.IsWarning(problem.Rule) }

func newSuiteFileRun(source suites.Source, read *suites.File) *suiteFileRun {
	slices.SortStableFunc(read.Problems, func(a, b asserts.Problem) int {
		return cmp.Or(cmp.Compare(a.At.Line, b.At.Line), cmp.Compare(a.At.Column, b.At.Column))
	})
	file := &suiteFileRun{suites: read.Suites, result: &fileResult{
		Path:     source.Path,
		Route:    source.Route,
		Rendered: source.Rendered,
		Inputs:   []string{},
		Problems: problemResults(read.Problems),
	}}
	for _, suite := range read.Suites {
		for _, test := range suite.Tests {
			file.tests = append(file.tests, newTestRun(test))
			for _, path := range test.ValueFiles {
				file.result.Inputs = append(file.result.Inputs, suite.Beside(path))
			}
		}
	}
	slices.Sort(file.result.Inputs)
	file.result.Inputs = slices.Compact(file.result.Inputs)
	return file
}

func unreadable(wanted suiteFile, err error) *suiteFileRun {
	problem := problemResult{Rule: "unreadable", Line: 1, Column: 1, Message: err.Error()}
	return &suiteFileRun{result: &fileResult{
		Path:     wanted.Path,
		Route:    wanted.Route,
		Rendered: wanted.Rendered,
		Inputs:   []string{},
		Problems: []problemResult{problem},
	}}
}

// sources are the text of a file, or what the templates of a chart of suites print.
func (s *suiteRun) sources(file suiteFile) ([]suites.Source, error) {
	if !file.Rendered {
		text, err := os.ReadFile(file.Path)
		return []suites.Source{{Path: file.Path, Route: file.Route, Text: string(text)}}, err
	}
	loaded, err := s.charts.load(file.Path)
	if err != nil {
		return nil, err
	}
	options := chartutil.ReleaseOptions{Name: "TEST-SUITE-RELEASE", Namespace: "NAMESPACE", Revision: 1}
	c := copyOf(loaded.Chart)
	values, err := chartutil.ToRenderValues(c, nil, options, nil)
	if err != nil {
		return nil, err
	}
	printed, err := engine.Render(c, values)
	if err != nil {
		return nil, err
	}
	var sources []suites.Source
	for _, name := range slices.Sorted(maps.Keys(printed)) {
		text := printed[name]
		if strings.TrimSpace(text) == "" {
			return nil, fmt.Errorf("test suite template (%s) file did not render a manifest", name)
		}
		path := filepath.Join(file.Path, strings.Replace(name, loaded.Name(), "", 1))
		sources = append(sources, suites.Source{Path: path, Route: file.Route, Text: text, Rendered: true})
	}
	return sources, nil
}

// templateNames are all files that a test can be about: templates of the chart and its subcharts, whether on or off, and CRDs.
func (s *suiteRun) templateNames() []string {
	if s.Compat {
		return nil
	}
	whole := withEverySubchart(s.chart.Chart)
	var names []string
	for name := range engine.TemplatesOf(whole, chartutil.Values{"Values": chartutil.Values{}}).All {
		names = append(names, name)
	}
	for _, crd := range whole.CRDObjects() {
		names = append(names, crd.Filename)
	}
	return names
}

// problems are those that only show beside the chart.
func (s *suiteRun) problems(file *suites.File, names []string) []asserts.Problem {
	var found []asserts.Problem
	for _, suite := range file.Suites {
		found = append(found, suite.UnknownTemplates(names)...)
		for _, test := range suite.Tests {
			if test.PostRenderer.Command != "" && !s.PostRenderers {
				found = append(found, asserts.Problem{
					At:      test.At,
					Rule:    "post-renderer",
					Message: fmt.Sprintf("the test sends what was rendered through `%s`, a program of this machine", test.PostRenderer.Command),
					Hint:    "`--allow-post-renderer` runs it",
				})
			}
		}
	}
	return found
}
