package main

import (
	"fmt"
	"maps"
	"slices"

	"helm.sh/helm/v3/pkg/chartutil"

	"k8s-deploy-action/renderer/asserts"
	"k8s-deploy-action/renderer/suites"
)

// suitesRequest asks for the verdicts of suite files.
type suitesRequest struct {
	Chart                string      `json:"chart"`
	Files                []suiteFile `json:"files"`
	ValueFiles           []string    `json:"valueFiles"`
	Compat               bool        `json:"compat"`
	Strict               bool        `json:"strict"`
	KubeVersion          string      `json:"kubeVersion"` // where a test says nothing; not for compat
	SkipSchemaValidation bool        `json:"skipSchemaValidation"`
	PostRenderers        bool        `json:"postRenderers"`
	UpdateSnapshots      bool        `json:"updateSnapshots"`
	FrozenSnapshots      bool        `json:"frozenSnapshots"`
	Coverage             bool        `json:"coverage"`
	TimeoutSeconds       float64     `json:"timeoutSeconds"` // of one test
}

type suitesFact struct {
	Files   []*fileResult `json:"files"`
	Reached []int         `json:"reached,omitempty"`
	Stuck   bool          `json:"stuck,omitempty"` // a test goes on using a core: this process should be replaced
}

type fileResult struct {
	Path      string           `json:"path"`
	Route     string           `json:"route"`
	Rendered  bool             `json:"rendered,omitempty"`
	Dropped   bool             `json:"dropped,omitempty"` // helm-unittest does not run it, because of this file or another
	Inputs    []string         `json:"inputs"`
	Problems  []problemResult  `json:"problems"`
	Suites    []suiteResult    `json:"suites"`
	Snapshots []snapshotResult `json:"snapshots"`
}

type suiteResult struct {
	Name    string       `json:"name"`
	Line    int          `json:"line"`
	Skipped string       `json:"skipped"`
	Passed  bool         `json:"passed"`
	Tests   []testResult `json:"tests"`
}

// suiteRun is one request on its way.
type suiteRun struct {
	*renderer
	*suitesRequest
	chart      *loadedChart
	covered    *chartFacts
	values     valueFileShelf
	documents  documentShelf
	selections selectionShelf
	watch      testWatch
}

func (r *renderer) runSuites(request *suitesRequest) (*suitesFact, error) {
	loaded, err := r.charts.load(request.Chart)
	if err != nil {
		return nil, err
	}
	run := &suiteRun{renderer: r, suitesRequest: request, chart: loaded}
	run.values.files = make(map[string]func() (map[string]any, error))
	run.documents.texts = make(map[string]documents)
	if request.Compat {
		own := *loaded
		own.Chart = withNulls(loaded.Chart, request.ValueFiles, run.values.read)
		run.chart = &own
	}
	if request.Coverage {
		run.covered = loaded.facts()
	}
	files, err := run.read()
	if err != nil {
		return nil, err
	}
	var tests []*testRun
	for _, file := range files {
		tests = append(tests, file.tests...)
	}
	if err := run.setVersions(tests); err != nil {
		return nil, err
	}
	tests = slices.DeleteFunc(tests, func(t *testRun) bool { return t.test.Skip != "" })
	defer r.memory.listen(run.watch.stopAll)()
	run.onAllCores(tests)
	fact := &suitesFact{Files: []*fileResult{}, Stuck: run.watch.stuck.Load()}
	snapshots := make(map[string][]byte)
	for _, file := range files {
		fact.Files = append(fact.Files, file.finish(run, snapshots))
	}
	if run.covered != nil {
		fact.Reached = reachedBy(tests)
	}
	return fact, nil
}

// setVersions gives each test its Kubernetes version. Under helm-unittest one that a test sets holds for all tests after it,
// in whatever file, so the whole order is gone through before tests run beside each other.
func (s *suiteRun) setVersions(tests []*testRun) error {
	standard := &chartutil.KubeVersion{Version: "v1.20.0", Major: "1", Minor: "20"} // of a Helm library that nobody stamped
	if !s.Compat {
		var err error
		if standard, err = chartutil.ParseKubeVersion(s.KubeVersion); err != nil {
			return failed("version", fmt.Errorf("invalid kube version '%s': %w", s.KubeVersion, err))
		}
	}
	for _, each := range tests {
		each.version = standard
		major, minor := each.test.Capabilities.MajorVersion, each.test.Capabilities.MinorVersion
		if major == "" && minor == "" || each.test.Skip != "" {
			continue
		}
		version := *standard
		if major != "" {
			version.Major = major
		}
		if minor != "" {
			version.Minor = minor
		}
		version.Version = fmt.Sprintf("v%s.%s.0", version.Major, version.Minor)
		each.version = &version
		if s.Compat && s.reachesCapabilities(each.test) {
			standard = &version
		}
	}
	return nil
}

// reachesCapabilities is false for a test that ends before helm-unittest looks at its version.
func (s *suiteRun) reachesCapabilities(test *suites.Test) bool {
	given, err := s.givenTo(test)
	if err != nil || test.Release.Name != "" && chartutil.ValidateReleaseName(test.Release.Name) != nil {
		return false
	}
	_, err = s.switches.switched(s.chart.Chart, given)
	return err == nil
}

func reachedBy(tests []*testRun) []int {
	all := make(map[int]bool)
	for _, each := range tests {
		for _, number := range each.reached {
			all[number] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

func (s *suiteRun) snapshotMode() asserts.SnapshotMode {
	return asserts.SnapshotMode{Update: s.UpdateSnapshots, Frozen: s.FrozenSnapshots, KeepVanished: !s.Compat}
}
