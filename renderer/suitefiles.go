package main

import (
	"os"
	"path/filepath"
	"slices"

	"helm.sh/helm/v3/pkg/chart"

	"k8s-deploy-action/renderer/suites"
)

// suiteFilesRequest asks which files beside a chart and its subcharts hold suites.
type suiteFilesRequest struct {
	Chart         string   `json:"chart"`
	Patterns      []string `json:"patterns"`
	TestsPath     string   `json:"testsPath"` // of a chart whose templates are suites, relative to each chart
	WithSubcharts bool     `json:"withSubcharts"`
	ValueFiles    []string `json:"valueFiles"`
	Compat        bool     `json:"compat"` // a file as often as helm-unittest runs it
}

type suiteFilesFact struct {
	Files     []suiteFile `json:"files"`
	Unmatched []string    `json:"unmatched"`
	Repeated  []string    `json:"repeated"`
}

type suiteFile struct {
	Path     string `json:"path"`
	Route    string `json:"route"`
	Rendered bool   `json:"rendered"`
}

func (r *renderer) suiteFiles(request *suiteFilesRequest) (*suiteFilesFact, error) {
	loaded, err := r.charts.load(request.Chart)
	if err != nil {
		return nil, err
	}
	search := &suiteSearch{suiteFilesRequest: request, matched: make(map[string]bool), known: make(map[string]bool)}
	search.found.Files = []suiteFile{}
	if err := search.in(request.Chart, loaded.Name(), loaded.Chart, search.switches(loaded.Chart)); err != nil {
		return nil, err
	}
	search.found.Unmatched = slices.DeleteFunc(slices.Clone(request.Patterns), func(pattern string) bool { return search.matched[pattern] })
	slices.Sort(search.found.Repeated)
	search.found.Repeated = append([]string{}, slices.Compact(search.found.Repeated)...)
	return &search.found, nil
}

type suiteSearch struct {
	*suiteFilesRequest
	found   suiteFilesFact
	matched map[string]bool // patterns
	known   map[string]bool // paths
}

func (s *suiteSearch) in(folder, route string, c *chart.Chart, isOn func(*chart.Chart, *chart.Chart) bool) error {
	isRoot := route == c.Name()
	for _, pattern := range slices.Compact(slices.Clone(s.Patterns)) {
		paths, err := s.matches(folder, pattern, isRoot)
		if err != nil {
			return failed("suites", err)
		}
		for _, path := range paths {
			s.matched[pattern] = true
			s.add(suiteFile{Path: path, Route: route})
		}
	}
	if s.TestsPath != "" {
		path := filepath.Join(folder, s.TestsPath)
		if _, err := os.Stat(path); err == nil {
			s.add(suiteFile{Path: path, Route: route, Rendered: true})
		}
	}
	if !s.WithSubcharts {
		return nil
	}
	for _, subchart := range c.Dependencies() {
		name := subchart.Name()
		if !isOn(c, subchart) {
			continue
		}
		if err := s.in(filepath.Join(folder, "charts", name), filepath.Join(route, "charts", name), subchart, isOn); err != nil {
			return err
		}
	}
	return nil
}

// matches takes an absolute path for one file, whether there is one or not, and for each chart again, as helm-unittest does;
// otherwise for a pattern that is no subchart's.
func (s *suiteSearch) matches(folder, pattern string, isRoot bool) ([]string, error) {
	switch {
	case !filepath.IsAbs(pattern):
		return suites.Glob(filepath.Join(folder, pattern))
	case s.Compat:
		return []string{pattern}, nil
	case isRoot:
		return suites.Glob(pattern)
	default:
		return nil, nil
	}
}

func (s *suiteSearch) add(file suiteFile) {
	if s.known[file.Path] {
		s.found.Repeated = append(s.found.Repeated, file.Path)
		if !s.Compat {
			return
		}
	}
	s.known[file.Path] = true
	s.found.Files = append(s.found.Files, file)
}
