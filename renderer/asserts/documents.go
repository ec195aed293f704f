package asserts

import (
	"bytes"
	"sync"

	"go.yaml.in/yaml/v3"
)

// Document is one object of a rendered file.
type Document = map[string]any

// rawKey holds the text of a file that is no YAML, and the error of a failed one.
const rawKey = "raw"

// Rendering is what the templates of one test gave. It may be judged by several goroutines; it must not be changed after
// the first Judge.
type Rendering struct {
	// Files holds the documents of each `chart/templates/x.yaml`; after a failed render the error under "raw" in the files
	// that it is attributed to.
	Files     map[string][]Document
	Succeeded bool
	// Err is why the render failed before templates ran (schema, dependencies), or an error that names no template.
	Err          error
	PostRendered bool

	once  sync.Once
	files map[string][]*document
}

// document is one that may be looked into many times. What that needs is prepared once.
type document struct {
	index  int
	fields Document

	settling sync.Once
	// settled is the document as it reads after it has been written as YAML; nil: that takes the YAML library to know.
	settled Document

	planting sync.Once
	root     *yaml.Node
	rootErr  error
}

func (r *Rendering) documents() map[string][]*document {
	r.once.Do(func() {
		r.files = make(map[string][]*document, len(r.Files))
		for file, rendered := range r.Files {
			prepared := make([]*document, len(rendered))
			for index, fields := range rendered {
				prepared[index] = &document{index: index, fields: fields}
			}
			r.files[file] = prepared
		}
	})
	return r.files
}

// plain is the document as helm-unittest looks into it: written as YAML and read again. It is nil where only the YAML library
// knows what comes of that.
func (d *document) plain() Document {
	d.settling.Do(func() {
		switch effectOfYAML(d.fields) {
		case stays:
			d.settled = d.fields
		case settles:
			d.settled, _ = settled(d.fields).(Document)
		}
	})
	return d.settled
}

// node is the same for paths that need more than keys and indexes.
func (d *document) node() (*yaml.Node, error) {
	d.planting.Do(func() {
		if plain := d.plain(); plain != nil {
			d.root = &yaml.Node{Kind: yaml.DocumentNode, Content: []*yaml.Node{nodeOf(plain)}}
			return
		}
		var text bytes.Buffer
		encoder := yaml.NewEncoder(&text)
		encoder.SetIndent(indent)
		if d.rootErr = encoder.Encode(d.fields); d.rootErr == nil {
			d.root = new(yaml.Node)
			d.rootErr = yaml.NewDecoder(&text).Decode(d.root)
		}
	})
	return d.root, d.rootErr
}
