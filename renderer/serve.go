package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"
	"time"
)

type request struct {
	ID         int                `json:"id"`
	Chart      string             `json:"chart"`
	Render     *renderRequest     `json:"render"`
	SuiteFiles *suiteFilesRequest `json:"suiteFiles"`
	Suites     *suitesRequest     `json:"suites"`
}

type greeting struct {
	Protocol int    `json:"protocol"`
	Helm     string `json:"helm"`
}

type answer struct {
	ID         int             `json:"id"`
	Failure    *Failure        `json:"failure,omitempty"`
	Chart      *chartFacts     `json:"chart,omitempty"`
	Render     *renderFact     `json:"render,omitempty"`
	SuiteFiles *suiteFilesFact `json:"suiteFiles,omitempty"`
	Suites     *suitesFact     `json:"suites,omitempty"`
}

type renderFact struct {
	Documents []*document     `json:"documents,omitempty"` // that were not told before
	Objects   []objectFact    `json:"objects"`
	Notes     string          `json:"notes,omitempty"`
	Values    json.RawMessage `json:"values,omitempty"`
	Warnings  []string        `json:"warnings,omitempty"`
	Reached   []int           `json:"reached,omitempty"`
}

type objectFact struct {
	Document int        `json:"document"`
	Template string     `json:"template"`
	Hook     *hookFacts `json:"hook,omitempty"`
	IsCrd    bool       `json:"isCrd,omitempty"`
}

// serve reads requests until there are no more. What is no request ends it: the other side is then not who we think.
func serve(in io.Reader, out io.Writer, helm string) error {
	answers := &answerWriter{out: bufio.NewWriter(out)}
	answers.write(greeting{protocol, helm})
	renderer := newRenderer()
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	var running sync.WaitGroup
	defer running.Wait()
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, requestBytes)
	for lines.Scan() {
		var asked request
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			return fmt.Errorf("a line on stdin is no request: %w", err)
		}
		running.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			answers.tell(renderer.handle(asked))
		})
	}
	return lines.Err()
}

type outcome struct {
	id         int
	chart      *chartFacts
	render     *rendered
	suiteFiles *suiteFilesFact
	suites     *suitesFact
	err        error
}

// handle answers in time, whatever the templates do. One that never ends goes on using a core until the client replaces the
// process.
func (r *renderer) handle(asked request) outcome {
	done := make(chan outcome, 1)
	go func() {
		result := outcome{id: asked.ID}
		defer func() {
			if reason := recover(); reason != nil {
				result.err = &Failure{Kind: "panic", Message: fmt.Sprint(reason)}
			}
			done <- result
		}()
		switch {
		case asked.Render != nil:
			result.render, result.err = r.render(asked.Render)
		case asked.SuiteFiles != nil:
			result.suiteFiles, result.err = r.suiteFiles(asked.SuiteFiles)
		case asked.Suites != nil:
			result.suites, result.err = r.runSuites(asked.Suites)
		default:
			var loaded *loadedChart
			if loaded, result.err = r.charts.load(asked.Chart); result.err == nil {
				result.chart = loaded.facts()
			}
		}
	}()
	var late <-chan time.Time
	if asked.Render != nil {
		late = time.After(time.Duration(asked.Render.TimeoutSeconds * float64(time.Second)))
	}
	select {
	case result := <-done:
		return result
	case <-late:
		message := fmt.Sprintf("the templates did not end within %v s", asked.Render.TimeoutSeconds)
		return outcome{id: asked.ID, err: &Failure{Kind: "timeout", Message: message}}
	}
}

// answerWriter writes whole lines, and the data of each document with the first answer that mentions it.
type answerWriter struct {
	mutex sync.Mutex
	out   *bufio.Writer
}

func (w *answerWriter) tell(result outcome) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	var failure *Failure
	switch {
	case errors.As(result.err, &failure):
		w.write(answer{ID: result.id, Failure: failure})
	case result.err != nil:
		w.write(answer{ID: result.id, Failure: failed("panic", result.err)})
	case result.suiteFiles != nil:
		w.write(answer{ID: result.id, SuiteFiles: result.suiteFiles})
	case result.suites != nil:
		w.write(answer{ID: result.id, Suites: result.suites})
	case result.chart != nil:
		w.write(answer{ID: result.id, Chart: result.chart})
	default:
		w.write(answer{ID: result.id, Render: factsOfRender(result.render)})
	}
}

// factsOfRender forgets the data of documents once they are on their way. It is called with the writer's lock held.
func factsOfRender(result *rendered) *renderFact {
	facts := &renderFact{
		Objects:  make([]objectFact, 0, len(result.objects)),
		Notes:    result.notes,
		Values:   result.values,
		Warnings: result.warnings,
		Reached:  result.reached,
	}
	for _, each := range result.objects {
		if !each.told {
			each.told = true
			told := *each.document
			each.Manifest = nil
			facts.Documents = append(facts.Documents, &told)
		}
		facts.Objects = append(facts.Objects, objectFact{each.Number, each.file, each.hook, each.isCrd})
	}
	return facts
}

func (w *answerWriter) write(value any) {
	encoder := json.NewEncoder(w.out)
	encoder.SetEscapeHTML(false)
	// A broken pipe means that nobody listens any more: stdin ends then too.
	if encoder.Encode(value) == nil {
		w.out.Flush()
	}
}
