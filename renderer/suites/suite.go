package suites

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/Masterminds/semver/v3"
	"go.yaml.in/yaml/v3"

	"k8s-deploy-action/renderer/asserts"
)

// Version is that of the helm-unittest whose verdicts these are.
const Version = "1.1.2"

// Suite is one suite of a file, ready to run.
type Suite struct {
	Path, Route string
	At          asserts.Position
	Name        string
	Templates   []string // patterns; none: every template
	Exclude     []string
	IncludeCrds bool
	SnapshotID  string
	Tests       []*Test
}

// Test is one test with all that its suite gives it.
type Test struct {
	Suite        *Suite
	At           asserts.Position
	Name         string
	Skip         string // why it is not run
	ValueFiles   []string
	Sets         []map[string]any // of the suite, of the test
	Templates    []string         // that are judged, where an assertion names none
	Index        *int
	Selector     *asserts.Selector
	Release      Release
	Chart        Chart
	Capabilities Capabilities
	Kubernetes   KubernetesProvider
	PostRenderer PostRenderer
	Asserts      []*asserts.Assertion // nil for an entry that says nothing
}

// UsesSnapshots tells whether the test is about a file that all tests of a suite share.
func (t *Test) UsesSnapshots() bool {
	return slices.ContainsFunc(t.Asserts, func(assertion *asserts.Assertion) bool {
		return assertion != nil && assertion.UsesSnapshots()
	})
}

// WantsFailure tells whether an assertion asks for a failed render; then such a failure is no error of the test.
func (t *Test) WantsFailure() bool {
	return slices.ContainsFunc(t.Asserts, func(assertion *asserts.Assertion) bool {
		return assertion != nil && assertion.WantsFailure()
	})
}

// fill makes a suite of what is written. False if an assertion can't be read.
func (r *reader) fill(suite *Suite, written *writtenSuite, root *yaml.Node) bool {
	suite.Name = written.Name
	suite.Templates = written.Templates
	suite.Exclude = written.ExcludeTemplates
	suite.IncludeCrds = written.IncludeCrds
	suite.SnapshotID = written.SnapshotID
	skip := skipOf(written)
	nodes := child(root, "tests")
	readable := true
	for index, test := range written.Tests {
		if test == nil {
			continue
		}
		node := root
		if nodes != nil && index < len(nodes.Content) {
			node = resolved(nodes.Content[index])
		}
		made := r.test(suite, written, test)
		made.At = r.in(asserts.Position{Line: node.Line, Column: node.Column})
		made.Skip = cmp.Or(skip, test.Skip.Reason)
		readable = r.selector(made, test, child(node, "documentSelector")) && readable
		readable = r.asserts(made, test) && readable
		suite.Tests = append(suite.Tests, made)
	}
	return readable
}

func (r *reader) test(suite *Suite, written *writtenSuite, test *writtenTest) *Test {
	made := &Test{
		Suite:     suite,
		Name:      test.Name,
		Sets:      []map[string]any{written.Set, test.Set},
		Templates: test.Templates,
		Index:     test.DocumentIndex,
		Release: Release{
			Name:      cmp.Or(test.Release.Name, written.Release.Name),
			Namespace: cmp.Or(test.Release.Namespace, written.Release.Namespace),
			Revision:  cmp.Or(test.Release.Revision, written.Release.Revision),
			IsUpgrade: cmp.Or(test.Release.IsUpgrade, written.Release.IsUpgrade),
		},
		Chart: Chart{
			Version:    cmp.Or(test.Chart.Version, written.Chart.Version),
			AppVersion: cmp.Or(test.Chart.AppVersion, written.Chart.AppVersion),
		},
		Capabilities: capabilitiesOf(written, test),
		Kubernetes:   kubernetesOf(written, test),
		PostRenderer: test.PostRenderer,
	}
	if r.options.Compat {
		// Room behind the files of the suite is shared by its tests: the last test that has files of its own decides for all.
		made.ValueFiles = append(written.Values, test.Values...)
	} else {
		made.ValueFiles = slices.Concat(written.Values, test.Values)
	}
	if len(made.Templates) == 0 && test.Template != "" {
		made.Templates = []string{test.Template}
	}
	if made.PostRenderer.Command == "" {
		made.PostRenderer = written.PostRenderer
	}
	return made
}

// skipOf is why the whole suite is skipped.
func skipOf(suite *writtenSuite) string {
	if wanted := suite.Skip.MinimumVersion; wanted != "" && !isOld(wanted) {
		return fmt.Sprintf("the suite asks for helm-unittest %s, and these are the rules of %s", wanted, Version)
	}
	if suite.Skip.Reason != "" {
		return suite.Skip.Reason
	}
	if slices.ContainsFunc(suite.Tests, func(test *writtenTest) bool { return test == nil || test.Skip.Reason == "" }) {
		return ""
	}
	return "all tests are skipped"
}

func isOld(wanted string) bool {
	minimum, err := semver.NewVersion(wanted)
	return err == nil && !semver.MustParse(Version).LessThan(minimum)
}

// kubernetesOf has the objects of the test first; of a kind that both serve, the suite's counts.
func kubernetesOf(suite *writtenSuite, test *writtenTest) KubernetesProvider {
	scheme := maps.Clone(test.KubernetesProvider.Scheme)
	if scheme == nil {
		scheme = suite.KubernetesProvider.Scheme
	} else {
		maps.Copy(scheme, suite.KubernetesProvider.Scheme)
	}
	return KubernetesProvider{
		Scheme:  scheme,
		Objects: slices.Concat(test.KubernetesProvider.Objects, suite.KubernetesProvider.Objects),
	}
}
