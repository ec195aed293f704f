package engine

import (
	"errors"
	"fmt"
	"hash/maphash"
	"path"
	"strings"
	"text/template"

	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chartutil"
)

// This file is laid beside Helm's own engine when the renderer is built. It does what Engine.render does, in two steps, so
// that templates are parsed once and executed many times.

// Templates are the files of a chart and its enabled subcharts, each with what it sees as `.`.
type Templates struct {
	files map[string]renderable
	order []string // in which Helm parses and executes them
}

// TemplatesOf takes values as ToRenderValues makes them.
func TemplatesOf(c *chart.Chart, values chartutil.Values) Templates {
	files := allTemplates(c, values)
	return Templates{files: files, order: sortTemplates(files)}
}

// All yields name and text of every file, partials too.
func (t Templates) All(yield func(name, text string) bool) {
	for _, name := range t.order {
		if !yield(name, t.files[name].tpl) {
			return
		}
	}
}

var seed = maphash.MakeSeed()

// Fingerprint is the same for the same files within one process.
func (t Templates) Fingerprint() uint64 {
	var hash maphash.Hash
	hash.SetSeed(seed)
	for name, text := range t.All {
		fmt.Fprintf(&hash, "%d:%d:", len(name), len(text))
		hash.WriteString(name)
		hash.WriteString(text)
	}
	return hash.Sum64()
}

// Parsed templates are never changed: each render works on a clone, which shares the trees.
type Parsed struct{ root *template.Template }

// Definitions are the parsed files and what they define, for looking at or, before the first render, for changing.
func (p *Parsed) Definitions() []*template.Template { return p.root.Templates() }

// Render executes every file that is no partial. Fails with a *TemplateError, a *PanicError, or ErrTooLarge when more than
// `limit` bytes come out. Functions in `more` are for trees that were changed, or take the place of Helm's.
func (p *Parsed) Render(t Templates, limit int, more template.FuncMap, stop *Stop) (rendered map[string]string, err error) {
	defer recovered(&err)
	clone, err := p.root.Clone()
	if err != nil {
		return nil, err
	}
	clone.Option("missingkey=zero") // a clone loses it: golang/go#43022
	included := make(map[string]int)
	clone.Funcs(template.FuncMap{"include": includeFun(clone, included), "tpl": tplFun(clone, included, false)})
	clone.Funcs(more)
	stop.begin(clone)
	rendered = make(map[string]string, len(t.order))
	for _, name := range t.order {
		if strings.HasPrefix(path.Base(name), "_") {
			continue
		}
		file := t.files[name]
		file.vals["Template"] = chartutil.Values{"Name": name, "BasePath": file.basePath}
		out := bounded{left: limit, stop: stop}
		if err := clone.ExecuteTemplate(&out, name, file.vals); err != nil {
			if reason := stop.Reason(); reason != nil {
				return nil, reason
			}
			if errors.Is(err, ErrTooLarge) {
				return nil, ErrTooLarge
			}
			return nil, &TemplateError{File: name, Cause: err, helm: cleanupExecError(name, err)}
		}
		limit = out.left
		rendered[name] = strings.ReplaceAll(out.text.String(), "<no value>", "")
	}
	return rendered, nil
}

// TemplateError says what Helm says; Cause is what the template library said, with the whole chain of calls.
type TemplateError struct {
	File  string
	Cause error
	helm  error
}

func (e *TemplateError) Error() string { return e.helm.Error() }
func (e *TemplateError) Unwrap() error { return e.Cause }

// PanicError is a fault in a template function or in the engine.
type PanicError struct{ Reason any }

func (e *PanicError) Error() string { return fmt.Sprintf("rendering template failed: %v", e.Reason) }

func recovered(err *error) {
	if reason := recover(); reason != nil {
		*err = &PanicError{reason}
	}
}

var ErrTooLarge = errors.New("the rendered text is too large")

type bounded struct {
	text strings.Builder
	left int
	stop *Stop
}

func (b *bounded) Write(data []byte) (int, error) {
	if b.left -= len(data); b.left < 0 {
		return 0, ErrTooLarge
	}
	if reason := b.stop.Reason(); reason != nil {
		return 0, reason
	}
	return b.text.Write(data)
}
