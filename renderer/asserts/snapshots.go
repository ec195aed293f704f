package asserts

import (
	"bytes"

	"go.yaml.in/yaml/v3"
)

// SnapshotMode says what may happen to snapshots.
type SnapshotMode struct {
	// Update: they become what is rendered.
	Update bool
	// Frozen: none is written, and one that is missing fails (CI in the default mode).
	Frozen bool
	// KeepVanished: those that nothing was compared with stay until Update (the default mode). helm-unittest removes them, also
	// after a test that could not render, and then takes whatever it renders next.
	KeepVanished bool
}

// SnapshotCounts counts what came of the snapshots of a file. Vanished are those that nothing was compared with.
type SnapshotCounts struct{ Created, Updated, Failed, Vanished int }

// Snapshots are those of one suite: name of the test → number of the comparison in the test, from 1 → YAML.
type Snapshots struct {
	mode           SnapshotMode
	saved, current map[string]map[uint]string
	created        int
	differing      int
}

// TestSnapshots are those of one run of one test.
type TestSnapshots struct {
	file   *Snapshots
	test   string
	number uint
}

// OpenSnapshots reads a snapshot file; text is nil if there is none yet.
func OpenSnapshots(text []byte, mode SnapshotMode) (*Snapshots, error) {
	s := &Snapshots{mode: mode}
	if err := yaml.Unmarshal(text, &s.saved); err != nil {
		return nil, err
	}
	return s, nil
}

// Of gives the snapshots of a test, counted from 1 again.
func (s *Snapshots) Of(test string) *TestSnapshots { return &TestSnapshots{file: s, test: test} }

// Keep keeps the snapshots of a test that was not judged, also with Update. helm-unittest removes them.
func (s *Snapshots) Keep(test string) {
	for number, text := range s.saved[test] {
		if _, compared := s.current[test][number]; !compared {
			s.set(test, number, text)
		}
	}
}

func (s *Snapshots) set(test string, number uint, text string) {
	if s.current == nil {
		s.current = map[string]map[uint]string{}
	}
	if s.current[test] == nil {
		s.current[test] = map[uint]string{}
	}
	s.current[test][number] = text
}

// Result is the file as it should be, and whether it needs to be written.
func (s *Snapshots) Result() (text []byte, write bool, counts SnapshotCounts) {
	counts = SnapshotCounts{Created: s.created, Vanished: s.vanished()}
	if s.mode.Update {
		counts.Updated = s.differing
	} else {
		counts.Failed = s.differing
	}
	changes := counts.Created + counts.Updated
	if s.mode.KeepVanished && !s.mode.Update {
		for test := range s.saved {
			s.Keep(test)
		}
	} else {
		changes += counts.Vanished
	}
	write = changes > 0 && !s.mode.Frozen
	if !write {
		return nil, false, counts
	}
	var written bytes.Buffer
	encoder := yaml.NewEncoder(&written)
	encoder.SetIndent(indent)
	if err := encoder.Encode(s.current); err != nil {
		return nil, false, counts // texts under texts always can be written
	}
	return written.Bytes(), true, counts
}

func (s *Snapshots) vanished() (count int) {
	for test, saved := range s.saved {
		for number := range saved {
			if _, compared := s.current[test][number]; !compared {
				count++
			}
		}
	}
	return count
}

// comparison is what came of comparing with one snapshot.
type comparison struct {
	number     uint
	passed     bool
	missing    bool
	saved, now string
	// because says why a pattern makes it fail; err: a pattern cannot be used.
	because string
	err     error
}

// compare takes the next snapshot of the test. With patterns they decide, and equality does not matter.
func (t *TestSnapshots) compare(value any, matches, matchesNo pattern) comparison {
	t.number++
	s := t.file
	saved, exists := s.saved[t.test][t.number]
	c := comparison{number: t.number, saved: saved, now: yamlText(value), missing: !exists && s.mode.Frozen}
	if !exists && !s.mode.Frozen {
		s.created++
	}
	equal := !exists || saved == c.now
	if patterned := matches.text != "" || matchesNo.text != ""; patterned {
		equal = c.holds(matches, matchesNo)
	} else if !equal {
		s.differing++
	}
	c.passed = equal || s.mode.Update
	switch {
	case exists && !s.mode.Update:
		s.set(t.test, t.number, saved)
	case !c.missing:
		s.set(t.test, t.number, c.now)
	}
	return c
}

func (c *comparison) holds(matches, matchesNo pattern) bool {
	if matches.text != "" {
		if c.err = matches.err; c.err != nil {
			return false
		}
		if !matches.MatchString(c.now) {
			c.because = "the snapshot does not match the pattern " + matches.text
			return false
		}
	}
	if matchesNo.text != "" {
		if c.err = matchesNo.err; c.err != nil {
			return true
		}
		if matchesNo.MatchString(c.now) {
			c.because = "the snapshot matches the pattern " + matchesNo.text + ", which it must not"
			return false
		}
	}
	return true
}
