package suites

import (
	"errors"
	"io"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"k8s-deploy-action/renderer/asserts"
)

// Options are how files are read.
type Options struct {
	Compat     bool     // what helm-unittest 1.1.2 takes, refuses and passes over; otherwise whatever nobody knows is a problem
	Strict     bool     // its --strict
	ValueFiles []string // of the command line, absolute
}

// File is what a suite file says.
type File struct {
	Path     string
	Suites   []*Suite
	Problems []asserts.Problem
	Refused  bool // helm-unittest refuses it too
}

// Source is a text with suites and where it comes from.
type Source struct {
	Path     string // absolute
	Route    string // of its chart: `parent/charts/child`
	Text     string
	Rendered bool // printed by a chart of suites
}

// Read reads every suite of a file. It goes on after one that it can't read, so that all problems are told at once.
func Read(source Source, options Options) *File {
	file := &File{Path: source.Path}
	for index, part := range partsOf(source.Text) {
		reader := &reader{part: part, options: options, file: file}
		suite := reader.suite(source)
		if suite == nil {
			continue
		}
		if source.Rendered && suite.SnapshotID == "" {
			suite.SnapshotID = strconv.Itoa(index)
		}
		file.Suites = append(file.Suites, suite)
	}
	if !options.Compat {
		file.sameNames()
	}
	if len(file.Suites) == 0 && len(file.Problems) == 0 && !options.Compat {
		file.add(asserts.Position{Line: 1, Column: 1}, "unreadable", "the file holds no suite", "a suite has `suite:` and `tests:`")
	}
	return file
}

func (f *File) add(at asserts.Position, rule, message, hint string) {
	f.Problems = append(f.Problems, asserts.Problem{At: at, Rule: rule, Message: message, Hint: hint})
}

// reader reads one suite.
type reader struct {
	part
	options Options
	file    *File
}

func (r *reader) problem(node *yaml.Node, rule, message, hint string) {
	at := asserts.Position{Line: 1, Column: 1}
	if node != nil {
		at = asserts.Position{Line: node.Line, Column: node.Column}
	}
	r.file.add(r.in(at), rule, message, hint)
}

// suite is nil where there is none, or none that can be read.
func (r *reader) suite(source Source) *Suite {
	root, written, err := r.decode(r.text, r.options.Strict)
	escaped := err != nil && r.options.Compat && strings.Contains(err.Error(), unknownEscape)
	if escaped {
		root, written, err = r.decode(doubled(r.text), false)
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	known := len(r.file.Problems)
	if !r.options.Compat && root != nil {
		r.keys(root)
		r.needs(root)
		r.sets(root)
	}
	if root == nil {
		return r.refuse(nil, err)
	}
	suite := &Suite{Path: source.Path, Route: source.Route, At: r.in(asserts.Position{Line: root.Line, Column: root.Column})}
	if err == nil && !escaped {
		err = valid(written, source.Rendered, r.options.Compat)
	}
	if err != nil {
		var types *yaml.TypeError
		if errors.As(err, &types) || len(r.file.Problems) == known {
			r.refuse(root, err)
		}
		r.file.Refused = true
		if !r.options.Compat {
			r.fill(suite, written, root) // for what else there is to say
		}
		return nil
	}
	if !escaped { // such a suite gets no values files of the command line, nor is it looked at
		written.Values = append(written.Values, r.options.ValueFiles...)
	}
	if !r.fill(suite, written, root) {
		return nil
	}
	return suite
}

func (r *reader) decode(text string, strict bool) (*yaml.Node, *writtenSuite, error) {
	var document yaml.Node
	if err := yaml.NewDecoder(strings.NewReader(text)).Decode(&document); err != nil {
		return nil, nil, err
	}
	written := &writtenSuite{}
	root := document.Content[0]
	if !strict {
		return root, written, document.Decode(written)
	}
	decoder := yaml.NewDecoder(strings.NewReader(text))
	decoder.KnownFields(true)
	return root, written, decoder.Decode(written)
}

func valid(suite *writtenSuite, rendered, compat bool) error {
	if len(suite.Tests) == 0 {
		return errors.New("no tests found")
	}
	if rendered && suite.Name == "" {
		return errors.New("helm chart based test suites must include `suite` field")
	}
	for _, test := range suite.Tests {
		if test == nil || len(test.Asserts) == 0 {
			return errors.New("no asserts found")
		}
		if compat && (fails(suite.KubernetesProvider) || fails(test.KubernetesProvider)) {
			return errors.New("`should_err` ends helm-unittest 1.1.2 with a panic")
		}
	}
	return nil
}

func fails(provider KubernetesProvider) bool {
	for _, served := range provider.Scheme {
		if served.ShouldErr != nil {
			return true
		}
	}
	return false
}

// child is the value of a key, or nil.
func child(node *yaml.Node, key string) *yaml.Node {
	node = resolved(node)
	if node == nil || node.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == key {
			return resolved(node.Content[i+1])
		}
	}
	return nil
}

func resolved(node *yaml.Node) *yaml.Node {
	for node != nil && node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	return node
}
