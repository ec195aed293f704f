package suites

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// LaidOver merges maps and replaces everything else; a null stays, to remove a default of the chart later.
func LaidOver(below, above map[string]any) map[string]any {
	merged := maps.Clone(below)
	if merged == nil {
		merged = make(map[string]any, len(above))
	}
	for key, value := range above {
		upper, isMap := value.(map[string]any)
		lower, wasMap := merged[key].(map[string]any)
		if isMap && wasMap {
			value = LaidOver(lower, upper)
		}
		merged[key] = value
	}
	return merged
}

// Values are those of a test, from the lowest to the highest: files of the suite, of the command line and of the test, then
// `set` of the suite, then of the test. `read` gives what a file holds. Entries of one `set` are laid over each other in the
// order of their text; in helm-unittest that order is a chance.
func (t *Test) Values(read func(file string) (map[string]any, error)) (map[string]any, error) {
	merged := map[string]any{}
	for _, file := range t.ValueFiles {
		values, err := read(t.Suite.Beside(file))
		if err != nil {
			return nil, err
		}
		merged = LaidOver(merged, t.Suite.nested(values))
	}
	for _, set := range t.Sets {
		for _, key := range slices.Sorted(maps.Keys(set)) {
			path, err := ParseSetPath(key)
			if err != nil {
				return nil, fmt.Errorf("set path %q: %w", key, err)
			}
			merged = LaidOver(merged, t.Suite.nested(path.Holding(set[key])))
		}
	}
	return merged, nil
}

// Beside is the path of a file that a suite names.
func (s *Suite) Beside(file string) string {
	if filepath.IsAbs(file) {
		return file
	}
	return filepath.Join(filepath.Dir(s.Path), file)
}

// nested puts the values of a subchart where its parents expect them; `global` is for all charts on the way.
func (s *Suite) nested(values map[string]any) map[string]any {
	names := strings.Split(s.Route, "/")
	for i := len(names) - 1; i >= 2; i -= 2 { // parent/charts/child
		outer := map[string]any{}
		if global, has := values["global"]; has {
			outer["global"] = global
		}
		outer[names[i]] = values
		values = outer
	}
	return values
}
