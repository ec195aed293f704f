package main

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"helm.sh/helm/v3/pkg/engine"
)

// Failure is why there is no render. The kinds are those of RenderFailure in src/render/renderer.ts.
type Failure struct {
	Kind     string `json:"kind"`
	Message  string `json:"message"`
	Template string `json:"template,omitempty"`
	Line     int    `json:"line,omitempty"`
}

func (f *Failure) Error() string { return f.Message }

func failed(kind string, err error) *Failure {
	return &Failure{Kind: kind, Message: strings.TrimRight(err.Error(), "\n")}
}

// templateFailure places what the engine said: at the innermost call that is in a file, which is where `fail` or `required`
// stands in a helper; Helm's own message often names only the outermost.
func templateFailure(err error) *Failure {
	var panicked *engine.PanicError
	if errors.As(err, &panicked) {
		return failed("panic", err)
	}
	if errors.Is(err, engine.ErrTooLarge) {
		return failed("limit", fmt.Errorf("the templates print more than the %d MiB that are read", renderedBytes>>20))
	}
	failure := failed("template", err)
	var wrong *engine.TemplateError
	if errors.As(err, &wrong) {
		failure.Template = wrong.File
		for _, found := range location.FindAllStringSubmatch(wrong.Cause.Error(), -1) {
			failure.Template = found[1]
			failure.Line, _ = strconv.Atoi(found[2])
		}
	}
	return failure
}

// The template library gives places only in its text: `template: NAME:LINE:COLUMN: `. A name without a folder is that of a
// text given to `tpl`, whose lines are of no file.
var location = regexp.MustCompile(`template: ([^\s:]+/[^\n:]+):(\d+)(?::\d+)?: `)
