package suites

import (
	"go.yaml.in/yaml/v3"
)

// writtenSuite has the keys of a suite, with the types that helm-unittest decodes them into: what it takes or refuses, this
// takes or refuses.
type writtenSuite struct {
	Name             string `yaml:"suite"`
	Values           []string
	Set              map[string]any
	Templates        []string
	ExcludeTemplates []string `yaml:"excludeTemplates"`
	IncludeCrds      bool     `yaml:"includeCrds"`
	Release          Release
	Chart            Chart
	Capabilities     struct {
		MajorVersion string   `yaml:"majorVersion"`
		MinorVersion string   `yaml:"minorVersion"`
		APIVersions  []string `yaml:"apiVersions"`
	}
	KubernetesProvider KubernetesProvider `yaml:"kubernetesProvider"`
	PostRenderer       PostRenderer       `yaml:"postRenderer"`
	Tests              []*writtenTest
	SnapshotID         string `yaml:"snapshotId"`
	Skip               struct {
		Reason         string `yaml:"reason"`
		MinimumVersion string `yaml:"minimumVersion"`
	} `yaml:"skip"`
}

type writtenTest struct {
	Name             string `yaml:"it"`
	Values           []string
	Set              map[string]any
	Template         string
	Templates        []string
	DocumentIndex    *int              `yaml:"documentIndex"`
	DocumentIndices  map[string][]int  // taken, and of no effect
	DocumentSelector *documentSelector `yaml:"documentSelector"`
	Release          Release
	Chart            Chart
	Capabilities     map[string]any `yaml:"capabilities"`
	Asserts          []yaml.Node    `yaml:"asserts"`
	Skip             struct {
		Reason string `yaml:"reason"`
	} `yaml:"skip"`
	KubernetesProvider KubernetesProvider `yaml:"kubernetesProvider"`
	PostRenderer       PostRenderer       `yaml:"postRenderer"`
}

// Release is `release`.
type Release struct {
	Name      string
	Namespace string
	Revision  int
	IsUpgrade bool `yaml:"upgrade"`
}

// Chart is `chart`: what the chart says about itself, instead of Chart.yaml.
type Chart struct {
	Version    string
	AppVersion string `yaml:"appVersion"`
}

// PostRenderer is `postRenderer`: a program through which all that was printed goes.
type PostRenderer struct {
	Command   string   `yaml:"cmd"`
	Arguments []string `yaml:"args"`
}

// KubernetesProvider is `kubernetesProvider`: what the function `lookup` finds.
type KubernetesProvider struct {
	Scheme  map[string]ServedKind // by `apiVersion/Kind`
	Objects []map[string]any
}

// ServedKind is under which resource objects of a kind are found.
type ServedKind struct {
	ShouldErr  any `yaml:"should_err"`
	Gvr        struct{ Group, Version, Resource string }
	Namespaced bool
}

// documentSelector of a test. That of an assertion is read more strictly, in package asserts.
type documentSelector struct {
	SkipEmptyTemplates bool `yaml:"skipEmptyTemplates"`
	MatchMany          bool `yaml:"matchMany"`
	Path               string
	Value              any
}
