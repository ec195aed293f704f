package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"

	"k8s-deploy-action/renderer/asserts"
	"k8s-deploy-action/renderer/suites"
)

// snapshotResult is a snapshot file as it should be. Text is nil where it stays as it is.
type snapshotResult struct {
	Path     string  `json:"path"`
	Text     *string `json:"text,omitempty"`
	Write    bool    `json:"write"`
	Created  int     `json:"created"`
	Updated  int     `json:"updated"`
	Failed   int     `json:"failed"`
	Vanished int     `json:"vanished"`
}

// finish judges what has snapshots, in the order of the file. `texts` are snapshot files that were written before, by a suite
// of the same file or by a run of the same file: nothing is written here.
func (f *suiteFileRun) finish(s *suiteRun, texts map[string][]byte) *fileResult {
	f.result.Suites = []suiteResult{}
	f.result.Snapshots = []snapshotResult{}
	rest := f.tests
	// Suites of one file share one snapshot file. helm-unittest reads and writes it for each of them, so that each takes out
	// what the others have put in.
	open := make(map[string]*asserts.Snapshots)
	for _, suite := range f.suites {
		path := snapshotPath(suite)
		shelf, known := open[path]
		if !known || s.Compat {
			var err error
			if shelf, err = s.open(path, texts); err != nil {
				f.result.Problems = append(f.result.Problems, problemResult{
					Rule: "unreadable", Line: suite.At.Line, Column: suite.At.Column, Message: path + ": " + err.Error(),
				})
				rest = rest[len(suite.Tests):]
				continue
			}
			open[path] = shelf
		}
		tests := rest[:len(suite.Tests)]
		rest = rest[len(suite.Tests):]
		for _, each := range tests {
			if each.rendered != nil {
				s.finishSafely(each, shelf)
			}
		}
		f.result.Suites = append(f.result.Suites, suiteResultOf(suite, tests))
		if s.Compat {
			f.addSnapshots(path, shelf, texts)
		}
	}
	if !s.Compat {
		for _, path := range slices.Sorted(maps.Keys(open)) {
			f.addSnapshots(path, open[path], texts)
		}
	}
	return f.result
}

func (s *suiteRun) finishSafely(t *testRun, shelf *asserts.Snapshots) {
	defer t.recovered()
	s.finish(t, shelf)
}

func (s *suiteRun) open(path string, texts map[string][]byte) (*asserts.Snapshots, error) {
	text, written := texts[path]
	if !written {
		var err error
		if text, err = os.ReadFile(path); err != nil && !os.IsNotExist(err) {
			return nil, err
		}
	}
	return asserts.OpenSnapshots(text, s.snapshotMode())
}

func (f *suiteFileRun) addSnapshots(path string, shelf *asserts.Snapshots, texts map[string][]byte) {
	text, write, counts := shelf.Result()
	result := snapshotResult{
		Path: path, Write: write, Created: counts.Created, Updated: counts.Updated, Failed: counts.Failed, Vanished: counts.Vanished,
	}
	if write {
		whole := string(text)
		result.Text = &whole
		texts[path] = text
	}
	if write || counts != (asserts.SnapshotCounts{}) {
		f.result.Snapshots = append(f.result.Snapshots, result)
	}
}

func snapshotPath(suite *suites.Suite) string {
	name := filepath.Base(suite.Path)
	if suite.SnapshotID != "" {
		name += "_" + suite.SnapshotID
	}
	return filepath.Join(filepath.Dir(suite.Path), "__snapshot__", name+".snap")
}

func suiteResultOf(suite *suites.Suite, tests []*testRun) suiteResult {
	// Without tests there is nothing that passes: helm-unittest skips such a suite, and fails.
	result := suiteResult{
		Name: suite.Name, Line: suite.At.Line,
		Passed: len(tests) > 0, Skipped: "it has no tests", Tests: make([]testResult, 0, len(tests)),
	}
	skipped := 0
	for _, each := range tests {
		if each.test.Skip != "" {
			skipped++
			result.Skipped = each.test.Skip
		} else {
			result.Passed = result.Passed && each.result.Passed
		}
		result.Tests = append(result.Tests, each.result)
	}
	if skipped < len(tests) {
		result.Skipped = ""
	}
	return result
}
