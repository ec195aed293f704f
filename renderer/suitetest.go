package main

import (
	"time"

	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"

	"k8s-deploy-action/renderer/asserts"
	"k8s-deploy-action/renderer/suites"
)

// testRun is one test on its way: rendered on any core, and judged there too unless it has snapshots, which all tests of a
// file share.
type testRun struct {
	test     *suites.Test
	version  *chartutil.KubeVersion
	result   testResult
	rendered *suiteRender
	reached  []int
	stop     *engine.Stop
}

func newTestRun(test *suites.Test) *testRun {
	return &testRun{test: test, stop: &engine.Stop{}, result: testResult{
		Name: test.Name, Line: test.At.Line, Column: test.At.Column, Skipped: test.Skip, Asserts: []assertResult{},
	}}
}

// reset forgets what came of a test that was stopped.
func (t *testRun) reset() {
	version := t.version
	*t = *newTestRun(t.test)
	t.version = version
}

// start renders, and judges if it can be done now.
func (s *suiteRun) start(t *testRun) {
	began := time.Now()
	t.rendered = s.render(t)
	t.reached = t.rendered.reached
	if !t.test.UsesSnapshots() {
		s.judge(t, nil)
	}
	t.result.Milliseconds += milliseconds(began)
}

// finish judges a test with snapshots.
func (s *suiteRun) finish(t *testRun, snapshots *asserts.Snapshots) {
	began := time.Now()
	s.judge(t, snapshots.Of(t.test.Name))
	t.result.Milliseconds += milliseconds(began)
}

func (s *suiteRun) judge(t *testRun, snapshots *asserts.TestSnapshots) {
	rendered, test := t.rendered, t.test
	t.rendered = nil
	defer func() { t.tellSecrets(rendered) }()
	err := rendered.broken
	if err == nil {
		err = rendered.Err
	}
	if err != nil {
		t.result.Error = err.Error()
	}
	if rendered.broken != nil || rendered.Err != nil && !s.Compat && !test.WantsFailure() {
		return
	}
	passed, skipped := false, 0
	for index, assertion := range test.Asserts {
		if assertion == nil {
			continue
		}
		selection := selectionOf(test, assertion, rendered)
		verdict := assertion.Judge(&rendered.Rendering, selection, snapshots, s.Compat)
		isGood := verdict.Passed && len(verdict.Problems) == 0
		if index == 0 || s.Compat && verdict.Skipped { // in helm-unittest a skipped assertion makes up for failed ones before it
			passed = true
		}
		passed = passed && isGood
		if verdict.Skipped {
			skipped++
			t.result.Skipped = verdict.Reason
		}
		t.result.Asserts = append(t.result.Asserts, assertResultOf(assertion, verdict))
	}
	t.result.Passed = passed
	if skipped < len(t.result.Asserts) {
		t.result.Skipped = ""
	}
}

// selectionOf is which documents an assertion is about: an index of the test counts before its own, a selector after it.
func selectionOf(test *suites.Test, assertion *asserts.Assertion, rendered *suiteRender) asserts.Selection {
	selection := asserts.Selection{
		Templates: judged(test, assertion, rendered.printed, rendered.crds),
		Index:     assertion.Index,
		Selector:  assertion.Selector,
	}
	if test.Index != nil {
		selection.Index = test.Index
	}
	if selection.Selector == nil {
		selection.Selector = test.Selector
	}
	selection.SkipEmpty = test.Selector != nil && test.Selector.SkipEmptyTemplates
	return selection
}

func milliseconds(since time.Time) float64 {
	return float64(time.Since(since).Microseconds()) / 1000
}
