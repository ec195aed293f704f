package main

import (
	"maps"
	"slices"
	"sync"
	"text/template"

	"helm.sh/helm/v3/pkg/engine"
)

// parsedShelf keeps the templates parsed, once for each set of enabled subcharts.
type parsedShelf struct {
	trees engine.Trees
	mutex sync.Mutex
	sets  map[setKey]func() (*engine.Parsed, error)
}

// setKey is for a set as Helm parses it, or for one with a call at the head of each branch of a chart.
type setKey struct {
	fingerprint uint64
	covered     *chartFacts
}

// print executes the templates: file by name, and, if facts of the chart are given, the branches that were reached.
// Functions come besides those of Helm, or instead of one of them.
func (s *parsedShelf) print(templates engine.Templates, covered *chartFacts, functions template.FuncMap, stop *engine.Stop) (map[string]string, []int, error) {
	set, err := s.parse(templates, setKey{templates.Fingerprint(), covered})
	if err != nil {
		return nil, nil, err
	}
	reached := make(map[int]bool)
	more := template.FuncMap{reachedFunction: func(branch int) string {
		reached[branch] = true
		return ""
	}}
	maps.Copy(more, functions)
	printed, err := set.Render(templates, renderedBytes, more, stop)
	if err != nil && covered != nil {
		// The message quotes the template, and must not quote our calls in it.
		printed, _, err = s.print(templates, nil, functions, stop)
	}
	return printed, slices.Sorted(maps.Keys(reached)), err
}

func (s *parsedShelf) parse(templates engine.Templates, key setKey) (*engine.Parsed, error) {
	s.mutex.Lock()
	parse, known := s.sets[key]
	if !known {
		parse = sync.OnceValues(func() (*engine.Parsed, error) {
			parsed, err := s.trees.Parse(templates)
			if err != nil || key.covered == nil {
				return parsed, err
			}
			if parsed, err = parsed.Copy(); err == nil {
				err = markBranches(parsed, key.covered.numbers)
			}
			return parsed, err
		})
		if len(s.sets) < parsedSets {
			s.sets[key] = parse
		}
	}
	s.mutex.Unlock()
	return parse()
}
