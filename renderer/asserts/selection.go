package asserts

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// Selection is which documents an assertion judges, after it is settled who beats whom.
type Selection struct {
	// Templates are names as in Rendering.Files.
	Templates []string
	Index     *int
	// Selector beats Index, unless its path is empty.
	Selector *Selector
	// SkipEmpty skips the assertion when no template is left: `skipEmptyTemplates` of the test's selector.
	SkipEmpty bool
}

// from gives the selected documents of each template that is to be judged.
func (s Selection) from(r *Rendering) (map[string][]*document, error) {
	selected := s.candidates(r)
	switch {
	case s.Selector != nil && s.Selector.Path != "":
		return s.Selector.choose(selected)
	case s.Index != nil && *s.Index != -1:
		return atIndex(*s.Index, selected)
	default:
		return selected, nil
	}
}

// candidates are all documents of the templates. A post-renderer may give one file where there were many: then that one.
func (s Selection) candidates(r *Rendering) map[string][]*document {
	files := r.documents()
	if r.PostRendered && len(files) == 1 {
		for file := range files {
			if strings.HasSuffix(file, "manifest.yaml") {
				return files
			}
		}
	}
	selected := make(map[string][]*document, len(s.Templates))
	for _, template := range s.Templates {
		selected[template] = files[template]
	}
	return selected
}

func atIndex(index int, files map[string][]*document) (map[string][]*document, error) {
	selected := make(map[string][]*document, len(files))
	for _, template := range slices.Sorted(maps.Keys(files)) {
		documents := files[template]
		if index < 0 || index >= len(documents) {
			return nil, fmt.Errorf("there is no document %d in %s, which has %d; they are counted from 0 (document index out of range)", index, template, len(documents))
		}
		selected[template] = []*document{documents[index]}
	}
	return selected, nil
}

// Selector names documents by what stands at a path.
type Selector struct {
	Path string
	// Value is what must stand there; nil: anything.
	Value                         any
	MatchMany, SkipEmptyTemplates bool

	compiling sync.Once
	at        *path
}

// choose leaves out templates without a match. Without MatchMany there may be one match in all templates together.
func (s *Selector) choose(files map[string][]*document) (map[string][]*document, error) {
	s.compiling.Do(func() { s.at = compilePath(s.Path) })
	selected := make(map[string][]*document, len(files))
	matches := 0
	for _, template := range slices.Sorted(maps.Keys(files)) {
		for _, document := range files[template] {
			matching, err := s.matches(document)
			if err != nil {
				return nil, err
			}
			if matching {
				selected[template] = append(selected[template], document)
				matches++
			}
		}
	}
	switch {
	case matches > 1 && !s.MatchMany:
		return nil, fmt.Errorf("the documentSelector finds %d documents, and `matchMany` is not set (multiple indexes found)", matches)
	case matches == 0 && !s.SkipEmptyTemplates:
		return nil, errors.New("the documentSelector finds no document (document not found)")
	}
	return selected, nil
}

func (s *Selector) matches(d *document) (bool, error) {
	values, err := d.at(s.at)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(values, func(value any) bool {
		return s.Value == nil || reflect.DeepEqual(s.Value, value)
	}), nil
}
