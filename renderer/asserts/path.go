package asserts

import (
	"fmt"
	"regexp"
	"strconv"

	"github.com/vmware-labs/yaml-jsonpath/pkg/yamlpath"
)

// path is a place in documents, in the language of helm-unittest's fork of yaml-jsonpath. The empty path is the whole
// document.
type path struct {
	text string
	// steps are keys and indexes of a path that has nothing else, which are nearly all; nil: it needs the whole language.
	steps []any
	full  *yamlpath.Path
	err   error
}

// Names that mean themselves in the path language, wherever they stand.
var (
	simplePath = regexp.MustCompile(`^(?:\$\.)?[\w-]+(?:\.[\w-]+|\[\d{1,6}\]|\["[\w./-]+"\]|\['[\w./-]+'\])*$`)
	simpleStep = regexp.MustCompile(`\[(\d+)\]|\[["']([^"']+)["']\]|([\w-]+)`)
)

func compilePath(text string) *path {
	p := &path{text: text}
	if text == "" {
		return p
	}
	if p.full, p.err = yamlpath.NewPath(text); p.err != nil || !simplePath.MatchString(text) {
		return p
	}
	for _, step := range simpleStep.FindAllStringSubmatch(text, -1) {
		if index, err := strconv.Atoi(step[1]); err == nil {
			p.steps = append(p.steps, index)
		} else {
			p.steps = append(p.steps, step[2]+step[3])
		}
	}
	return p
}

// at gives every value that stands at the path.
func (d *document) at(p *path) ([]any, error) {
	switch {
	case p.text == "":
		return []any{d.fields}, nil
	case p.err != nil:
		return nil, p.err
	case p.steps != nil && d.plain() != nil:
		return walk(d.plain(), p.steps), nil
	default:
		return d.search(p.full)
	}
}

// walk finds what `search` would: a plain document has no keys but texts.
func walk(value any, steps []any) []any {
	for _, step := range steps {
		switch step := step.(type) {
		case string:
			fields, _ := value.(map[string]any)
			below, found := fields[step]
			if !found {
				return nil
			}
			value = below
		case int:
			items, _ := value.([]any)
			if step >= len(items) {
				return nil
			}
			value = items[step]
		}
	}
	return []any{value}
}

func (d *document) search(p *yamlpath.Path) (values []any, err error) {
	root, err := d.node()
	if err != nil {
		return nil, err
	}
	defer func() {
		if fault := recover(); fault != nil { // it panics when a filter compares numbers such as 0x1F
			values, err = nil, fmt.Errorf("the path cannot be followed: %v", fault)
		}
	}()
	nodes, err := p.Find(root)
	if err != nil {
		return nil, err
	}
	for _, node := range nodes {
		var value any
		if err := node.Decode(&value); err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, nil
}
