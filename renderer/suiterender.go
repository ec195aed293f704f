package main

import (
	"cmp"
	"errors"
	"text/template"

	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"

	"k8s-deploy-action/renderer/asserts"
	"k8s-deploy-action/renderer/suites"
)

// suiteRender is what the templates of one test gave.
type suiteRender struct {
	asserts.Rendering
	printed map[string]string // before a post-renderer
	crds    []string
	reached []int
	broken  error // why the test can't be judged
	given   map[string]any
}

// render goes the way of helm-unittest, in its order, so that of several faults the same one is told.
func (s *suiteRun) render(t *testRun) *suiteRender {
	test, result := t.test, &suiteRender{}
	given, err := s.givenTo(test)
	if err != nil {
		result.broken = err
		return result
	}
	result.given = given
	c, values, err := s.prepare(test, given, t.version)
	result.Err = err
	if err == nil {
		s.print(result, t, c, values)
	}
	if result.broken != nil {
		return result
	}
	out := result.printed
	if command := test.PostRenderer; command.Command != "" {
		result.PostRendered = true
		if out, result.broken = s.postRender(command, out); result.broken != nil {
			return result
		}
	}
	result.Files, result.broken = s.documents.files(c.Name(), out, !result.Succeeded)
	if result.broken == nil && test.Suite.IncludeCrds {
		result.broken = s.addCrds(result, c)
	}
	return result
}

// prepare gives the chart with the subcharts that are on, and what its templates see.
func (s *suiteRun) prepare(test *suites.Test, given map[string]any, version *chartutil.KubeVersion) (*chart.Chart, chartutil.Values, error) {
	release := test.Release
	if release.Name != "" {
		if err := chartutil.ValidateReleaseName(release.Name); err != nil {
			return s.chart.Chart, nil, err
		}
	}
	c, err := s.switches.switched(s.chart.Chart, given)
	if err != nil {
		return s.chart.Chart, nil, err
	}
	options := chartutil.ReleaseOptions{
		Name:      cmp.Or(release.Name, "RELEASE-NAME"),
		Namespace: cmp.Or(release.Namespace, "NAMESPACE"),
		Revision:  release.Revision,
		IsInstall: !release.IsUpgrade,
		IsUpgrade: release.IsUpgrade,
	}
	capabilities := &chartutil.Capabilities{
		KubeVersion: *version,
		APIVersions: test.Capabilities.APIVersions,
		HelmVersion: chartutil.DefaultCapabilities.HelmVersion,
	}
	if s.Compat {
		capabilities.HelmVersion.Version = peerHelm
		forgetDeprecated(c)
	}
	values, err := chartutil.RenderValues(c, given, options, capabilities, s.Compat)
	if err != nil {
		return c, nil, err
	}
	if !s.SkipSchemaValidation {
		if err := s.schemas.check(c, values["Values"].(chartutil.Values).AsMap()); err != nil {
			return c, nil, err
		}
	}
	rename(c, test.Chart)
	return c, values, nil
}

// print executes the templates that the suite selects.
func (s *suiteRun) print(result *suiteRender, t *testRun, c *chart.Chart, values chartutil.Values) {
	test := t.test
	functions := template.FuncMap{}
	if len(test.Kubernetes.Objects) > 0 {
		functions["lookup"] = lookupIn(test.Kubernetes)
	}
	selected := s.selections.selected(test.Suite, c, c.Name())
	result.printed, result.reached, result.Err = s.parsed.print(engine.TemplatesOf(selected, values), s.covered, functions, t.stop)
	result.Succeeded = result.Err == nil
	if t.stop.Reason() != nil || errors.Is(result.Err, engine.ErrTooLarge) {
		result.broken = result.Err // our limits are no failure that a test may ask for
		return
	}
	if result.Err != nil && test.WantsFailure() {
		if printed := blamed(test, result.Err); printed != nil {
			result.printed, result.Err = printed, nil
		}
	}
}

// peerHelm is what charts see as `.Capabilities.HelmVersion.Version` under helm-unittest 1.1.2.
const peerHelm = "v3.21"

// forgetDeprecated loses what is lost when helm-unittest copies a chart for a test.
func forgetDeprecated(c *chart.Chart) {
	c.Metadata.Deprecated = false
	for _, subchart := range c.Dependencies() {
		forgetDeprecated(subchart)
	}
}

// rename gives the chart, and the charts right below it, the versions that a test wants them to have.
func rename(c *chart.Chart, as suites.Chart) {
	for _, each := range append([]*chart.Chart{c}, c.Dependencies()...) {
		each.Metadata.Version = cmp.Or(as.Version, each.Metadata.Version)
		each.Metadata.AppVersion = cmp.Or(as.AppVersion, each.Metadata.AppVersion)
	}
}

func (s *suiteRun) addCrds(result *suiteRender, c *chart.Chart) error {
	for _, crd := range c.CRDObjects() {
		list, err := s.documents.read(string(crd.File.Data))
		if err != nil {
			return err
		}
		result.crds = append(result.crds, crd.Filename)
		if _, printed := result.Files[crd.Filename]; !printed {
			result.Files[crd.Filename] = list
		}
	}
	return nil
}
