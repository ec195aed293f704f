package engine

import (
	"sync"
	"text/template"
	"text/template/parse"
)

// Trees keeps files parsed: sets of templates that overlap share the trees of each file.
type Trees struct{ files sync.Map }

type fileKey struct{ name, text string }

// Parse puts a set together as Helm does, file by file: a later definition of a name takes the place of an earlier one. It fails
// with a *TemplateError. The trees are only for reading; those of a Copy may be changed.
func (s *Trees) Parse(t Templates) (parsed *Parsed, err error) {
	defer recovered(&err)
	root := newRoot()
	for name, text := range t.All {
		read, known := s.files.Load(fileKey{name, text})
		if !known {
			read, _ = s.files.LoadOrStore(fileKey{name, text}, sync.OnceValues(func() (map[string]*parse.Tree, error) {
				return treesOf(name, text)
			}))
		}
		trees, err := read.(func() (map[string]*parse.Tree, error))()
		if err != nil {
			return nil, &TemplateError{File: name, Cause: err, helm: cleanupParseError(name, err)}
		}
		file := root.New(name)
		for defined, tree := range trees {
			if _, err := file.AddParseTree(defined, tree); err != nil {
				return nil, &TemplateError{File: name, Cause: err, helm: cleanupParseError(name, err)}
			}
		}
	}
	return &Parsed{root}, nil
}

// treesOf has the file itself and what it defines.
func treesOf(name, text string) (map[string]*parse.Tree, error) {
	file, err := newRoot().New(name).Parse(text)
	if err != nil {
		return nil, err
	}
	trees := make(map[string]*parse.Tree)
	for _, each := range file.Templates() {
		trees[each.Name()] = each.Tree
	}
	return trees, nil
}

// Copy shares no tree: one may change it before its first render.
func (p *Parsed) Copy() (*Parsed, error) {
	root := newRoot()
	for _, each := range p.root.Templates() {
		if each.Tree == nil {
			continue
		}
		if _, err := root.AddParseTree(each.Name(), each.Tree.Copy()); err != nil {
			return nil, err
		}
	}
	return &Parsed{root}, nil
}

func newRoot() *template.Template {
	root := template.New("gotpl")
	root.Option("missingkey=zero")
	new(Engine).initFunMap(root)
	return root
}
