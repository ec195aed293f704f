package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
)

// renderRequest is RenderRequest of src/render/renderer.ts.
type renderRequest struct {
	Chart          string           `json:"chart"`
	Values         []map[string]any `json:"values"`
	Set            []string         `json:"set"`
	Name           string           `json:"name"`
	Namespace      string           `json:"namespace"`
	IsUpgrade      bool             `json:"isUpgrade"`
	KubeVersion    string           `json:"kubeVersion"`
	APIVersions    []string         `json:"apiVersions"`
	Live           *liveCluster     `json:"live"` // nil: as `helm template` renders
	TimeoutSeconds float64          `json:"timeoutSeconds"`
	Coverage       bool             `json:"coverage"`
	WithoutValues  bool             `json:"withoutValues"` // the merged values are not asked for
}

// liveCluster is what Helm knows where it asks a cluster: APIVersions is then all that there is, and the release has a history.
type liveCluster struct {
	Revision int `json:"revision"`
}

type rendered struct {
	objects  []object
	notes    string
	values   json.RawMessage
	warnings []string
	reached  []int
}

// renderer holds what renders have in common.
type renderer struct {
	memory    *memoryGuard
	warnings  *warningLog
	charts    chartShelf
	schemas   schemaShelf
	manifests manifestShelf
	parsed    parsedShelf
	switches  switchedShelf
}

func newRenderer() *renderer {
	warnings := listenToHelm()
	return &renderer{
		memory:    startMemoryGuard(),
		warnings:  warnings,
		charts:    chartShelf{loads: make(map[string]func() (*loadedChart, error)), warnings: warnings},
		manifests: manifestShelf{warnings: warnings, files: make(map[digest]sortedFile), documents: make(map[digest]*document)},
		switches:  switchedShelf{paths: make(map[*chart.Chart][][]string), known: make(map[switchedKey]func() (*chart.Chart, error))},
		parsed:    parsedShelf{sets: make(map[setKey]func() (*engine.Parsed, error))},
	}
}

// render goes the way of `helm template`, in its order, so that of several faults the same one is told.
func (r *renderer) render(request *renderRequest) (result *rendered, err error) {
	version, err := chartutil.ParseKubeVersion(request.KubeVersion)
	if err != nil {
		return nil, failed("version", fmt.Errorf("invalid kube version '%s': %s", request.KubeVersion, err))
	}
	given, err := givenValues(request.Values, request.Set)
	if err != nil {
		return nil, err
	}
	loaded, err := r.charts.load(request.Chart)
	if err != nil {
		return nil, err
	}
	if err := installable(loaded.Chart); err != nil {
		return nil, failed("chart", err)
	}
	if err := chartutil.ValidateReleaseName(request.Name); err != nil {
		return nil, failed("values", fmt.Errorf("release name %q: %w", request.Name, err))
	}
	result = &rendered{}
	warnings := r.warnings.during(func() {
		err = r.execute(result, loaded, given, version, request)
	})
	if err != nil {
		return nil, err
	}
	result.warnings = slices.Compact(slices.Sorted(slices.Values(slices.Concat(loaded.warnings, warnings, result.warnings))))
	return result, nil
}

func (r *renderer) execute(result *rendered, loaded *loadedChart, given map[string]any, version *chartutil.KubeVersion, request *renderRequest) error {
	c := copyOf(loaded.Chart)
	if err := chartutil.ProcessDependenciesWithMerge(c, given); err != nil {
		return failed("values", err)
	}
	apiVersions, revision := slices.Concat(chartutil.DefaultVersionSet, request.APIVersions), 1
	if request.Live != nil {
		apiVersions, revision = request.APIVersions, request.Live.Revision
	}
	capabilities := &chartutil.Capabilities{
		KubeVersion: *version,
		APIVersions: apiVersions,
		HelmVersion: chartutil.DefaultCapabilities.HelmVersion,
	}
	options := chartutil.ReleaseOptions{
		Name:      request.Name,
		Namespace: request.Namespace,
		Revision:  revision,
		IsInstall: !request.IsUpgrade,
		IsUpgrade: request.IsUpgrade,
	}
	values, err := chartutil.ToRenderValuesWithSchemaValidation(c, given, options, capabilities, true)
	if err != nil {
		return failed("values", err)
	}
	merged := values["Values"].(chartutil.Values).AsMap()
	if err := r.schemas.check(c, merged); err != nil {
		return failed("schema", err)
	}
	if want := c.Metadata.KubeVersion; want != "" && !chartutil.IsCompatibleRange(want, version.String()) {
		return failed("version", fmt.Errorf("chart requires kubeVersion: %s which is incompatible with Kubernetes %s", want, version))
	}
	if !request.WithoutValues {
		if result.values, err = json.Marshal(merged); err != nil {
			return failed("values", err)
		}
	}
	var covered *chartFacts
	if request.Coverage {
		covered = loaded.facts()
	}
	printed, reached, err := r.parsed.print(engine.TemplatesOf(c, values), covered, nil, &engine.Stop{})
	if err != nil {
		return templateFailure(err)
	}
	result.reached = reached
	result.notes = printed[path.Join(c.Name(), "templates", notesFile)]
	for name := range printed {
		if strings.HasSuffix(name, notesFile) {
			delete(printed, name)
		}
	}
	result.objects, result.warnings, err = r.manifests.objects(c, printed)
	return err
}

const notesFile = "NOTES.txt"

// installable is what `helm template` asks of a chart before anything else.
func installable(c *chart.Chart) error {
	if kind := c.Metadata.Type; kind != "" && kind != "application" {
		return fmt.Errorf("%s charts are not installable", kind)
	}
	var missing []string
	for _, wanted := range c.Metadata.Dependencies {
		if !slices.ContainsFunc(c.Dependencies(), func(held *chart.Chart) bool { return held.Name() == wanted.Name }) {
			missing = append(missing, wanted.Name)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return errors.New("An error occurred while checking for chart dependencies. You may need to run `helm dependency build` to fetch missing dependencies: found in Chart.yaml, but missing in charts/ directory: " + strings.Join(missing, ", "))
}
