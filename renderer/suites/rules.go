package suites

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"

	"k8s-deploy-action/renderer/asserts"
)

// IsWarning tells rules that don't keep a test from running.
func IsWarning(rule string) bool {
	return slices.Contains([]string{"ignored", "obsolete-snapshot", "repeated", "same-name"}, rule)
}

// sets looks at every `set` of a suite.
func (r *reader) sets(root *yaml.Node) {
	r.overlaps(child(root, "set"))
	if tests := child(root, "tests"); tests != nil {
		for _, test := range tests.Content {
			r.overlaps(child(test, "set"))
		}
	}
}

// overlaps are set paths of one map of which one contains the other: helm-unittest goes through the map in any order.
func (r *reader) overlaps(set *yaml.Node) {
	if set = resolved(set); set == nil || set.Kind != yaml.MappingNode {
		return
	}
	type entry struct {
		key  *yaml.Node
		path SetPath
	}
	var entries []entry
	for i := 0; i+1 < len(set.Content); i += 2 {
		key := set.Content[i]
		path, err := ParseSetPath(key.Value)
		if err != nil {
			r.problem(key, "unreadable", fmt.Sprintf("`%s` is no path of a value: %s", key.Value, err), "a key with dots is written [like.this]")
			continue
		}
		for _, other := range entries {
			if path.Holds(other.path) || other.path.Holds(path) {
				r.problem(key, "overlapping-set", fmt.Sprintf("`%s` and `%s` set the same value, and their order is a chance", other.key.Value, key.Value),
					"write both as one value")
			}
		}
		entries = append(entries, entry{key, path})
	}
}

// sameNames are tests that share their snapshots.
func (f *File) sameNames() {
	known := make(map[string]bool)
	for _, suite := range f.Suites {
		for _, test := range suite.Tests {
			if !test.UsesSnapshots() {
				continue
			}
			if key := suite.SnapshotID + "\x00" + test.Name; known[key] {
				f.add(test.At, "same-name", fmt.Sprintf("another test of this file is called %q: they share their snapshots", test.Name), "give each test a name of its own")
			} else {
				known[key] = true
			}
		}
	}
}

// UnknownTemplates are templates that a suite names and the chart, whose files are given by full name, does not have.
func (s *Suite) UnknownTemplates(names []string) []asserts.Problem {
	var problems []asserts.Problem
	miss := func(at asserts.Position, template string) {
		problems = append(problems, asserts.Problem{
			At: at, Rule: "unknown-template", Message: fmt.Sprintf("the chart has no template `%s`", template),
			Hint: asserts.Suggestion(FullName(s.Route, template), names),
		})
	}
	for _, template := range s.Templates {
		if !slices.ContainsFunc(names, Pattern(s.Route, template).MatchString) {
			miss(s.At, template)
		}
	}
	has := func(template string) bool { return slices.Contains(names, FullName(s.Route, template)) }
	for _, test := range s.Tests {
		if test.PostRenderer.Command != "" {
			continue // what it prints may be in files of any name
		}
		for _, template := range test.Templates {
			if !has(template) {
				miss(test.At, template)
			}
		}
		for _, assertion := range test.Asserts {
			if assertion != nil && assertion.Template != "" && !has(assertion.Template) {
				miss(assertion.At, assertion.Template)
			}
		}
	}
	return slices.Compact(problems)
}
