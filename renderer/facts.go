package main

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"text/template/parse"

	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
)

// chartFacts is ChartFacts of src/render/renderer.ts.
type chartFacts struct {
	Name        string          `json:"name"`
	Version     string          `json:"version"`
	AppVersion  string          `json:"appVersion,omitempty"`
	KubeVersion string          `json:"kubeVersion,omitempty"`
	Type        string          `json:"type"`
	Values      map[string]any  `json:"values"`
	Schema      json.RawMessage `json:"schema"`
	Templates   []string        `json:"templates"`
	Branches    []branch        `json:"branches"`
	Reads       [][]string      `json:"reads"`
	Lookups     []string        `json:"lookups"` // templates that ask the cluster
	numbers     map[branchKey]int
}

func factsOf(c *chart.Chart) *chartFacts {
	metadata := c.Metadata
	facts := &chartFacts{
		Name:        metadata.Name,
		Version:     metadata.Version,
		AppVersion:  metadata.AppVersion,
		KubeVersion: metadata.KubeVersion,
		Type:        cmp.Or(metadata.Type, "application"),
		Values:      c.Values,
		Schema:      json.RawMessage("null"),
		Templates:   []string{},
		Branches:    []branch{},
		Lookups:     []string{},
	}
	if facts.Values == nil {
		facts.Values = map[string]any{}
	}
	if json.Valid(c.Schema) {
		facts.Schema = c.Schema
	}
	whole := withEverySubchart(c)
	branches := &branchList{all: facts.Branches, numbers: make(map[branchKey]int)}
	reads := newReadList(whole)
	files := engine.TemplatesOf(whole, chartutil.Values{"Values": chartutil.Values{}})
	texts := maps.Collect(files.All)
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		facts.Templates = append(facts.Templates, name)
		trees := treesOf(name, texts[name])
		branches.add(name, texts[name], trees)
		reads.define(trees)
		if slices.ContainsFunc(trees, func(tree *parse.Tree) bool { return calls(tree.Root, "lookup") }) {
			facts.Lookups = append(facts.Lookups, name)
		}
	}
	reads.follow(whole, nil)
	facts.Branches, facts.numbers = branches.all, branches.numbers
	facts.Reads = reads.sorted()
	return facts
}

// treesOf has the file itself and what it defines, in the order of the text; none if it does not parse.
func treesOf(name, text string) []*parse.Tree {
	found := make(map[string]*parse.Tree)
	tree := parse.New(name)
	tree.Mode = parse.SkipFuncCheck
	if _, err := tree.Parse(text, "", "", found); err != nil {
		return nil
	}
	return slices.SortedFunc(maps.Values(found), func(a, b *parse.Tree) int {
		return cmp.Or(cmp.Compare(a.Root.Pos, b.Root.Pos), cmp.Compare(a.Name, b.Name))
	})
}

// withEverySubchart has the subcharts under all names that Chart.yaml gives them, whatever their conditions and tags say.
func withEverySubchart(c *chart.Chart) *chart.Chart {
	whole := copyOf(c)
	given := make(map[string]any)
	eachSwitch(whole, nil, func(path []string) { turnOn(given, path) })
	if err := chartutil.ProcessDependenciesWithMerge(whole, given); err != nil {
		return copyOf(c)
	}
	return whole
}

// eachSwitch yields the paths of values that decide about subcharts.
func eachSwitch(c *chart.Chart, prefix []string, yield func(path []string)) {
	for _, dependency := range c.Metadata.Dependencies {
		if dependency == nil {
			continue
		}
		for condition := range strings.SplitSeq(strings.TrimSpace(dependency.Condition), ",") {
			if condition != "" {
				yield(slices.Concat(prefix, strings.Split(condition, ".")))
			}
		}
		for _, tag := range dependency.Tags {
			yield([]string{"tags", tag})
		}
		for _, held := range c.Dependencies() {
			if held.Name() == dependency.Name {
				eachSwitch(held, slices.Concat(prefix, []string{cmp.Or(dependency.Alias, dependency.Name)}), yield)
			}
		}
	}
}

func turnOn(values map[string]any, path []string) {
	for _, step := range path[:len(path)-1] {
		next, isMap := values[step].(map[string]any)
		if !isMap {
			next = make(map[string]any)
			values[step] = next
		}
		values = next
	}
	values[path[len(path)-1]] = true
}
