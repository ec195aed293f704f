package asserts

import (
	"fmt"
	"maps"
	"slices"
)

// Judge says whether the assertion holds for the documents of a rendering that are selected. In each of the templates it
// must hold. The assertions of one test are judged in their order; snapshots may be nil if the assertion uses none.
func (a *Assertion) Judge(r *Rendering, s Selection, snapshots *TestSnapshots, compat bool) Verdict {
	t := &trial{
		Assertion: a, rendering: r, snapshots: snapshots, compat: compat,
		negative: a.Not != a.meaning.negative,
	}
	selected, err := s.from(r)
	if err != nil {
		t.fail(failed{value: -1, message: err.Error()})
		return t.verdict(false)
	}
	// helm-unittest skips after a failed render too, and so hides it.
	if len(selected) == 0 && s.SkipEmpty && (compat || r.Succeeded) {
		return Verdict{Passed: true, Skipped: true, Reason: "no template has a document that the test's documentSelector finds (skipEmptyTemplates)"}
	}
	if len(selected) == 0 {
		return t.verdict(t.withoutTemplates())
	}
	passed := true
	for _, template := range slices.Sorted(maps.Keys(selected)) {
		t.template, t.selected = template, selected[template]
		passed = t.inTemplate() && passed
	}
	return t.verdict(passed)
}

// trial is an assertion while it is judged. Template, rendered and selected change from template to template.
type trial struct {
	*Assertion
	rendering *Rendering
	snapshots *TestSnapshots
	compat    bool
	// negative: the assertion and its `not` together.
	negative bool

	template           string
	rendered, selected []*document

	failures []Failure
	problems []Problem
	// vacuous are problems only if the assertion holds.
	vacuous []Problem
	// documents and values that were seen in all templates, and the first of the documents.
	documents, values int
	first             *document
}

func (t *trial) withoutTemplates() bool {
	if t.meaning.wantsFailure == t.rendering.Succeeded {
		t.failedRender("no template is left to be judged")
		return false
	}
	return t.ask()
}

func (t *trial) inTemplate() bool {
	rendered, exists := t.rendering.documents()[t.template]
	t.rendered = rendered
	if !exists && !t.meaning.wantsFailure {
		t.failedRender(fmt.Sprintf("%s gave nothing: there is no such template, or it is not among those of the suite", t.template))
		return false
	}
	if t.meaning.wantsFailure == t.rendering.Succeeded {
		t.failedRender("the render succeeded, and a failure was expected")
		return false
	}
	return t.ask()
}

// failedRender says why there is nothing to be judged: the error of the render if there is one.
func (t *trial) failedRender(otherwise string) {
	message := otherwise
	switch {
	case t.rendering.Succeeded:
	case t.rendering.Err != nil:
		message = "the render failed: " + t.rendering.Err.Error()
	case len(t.rendered) > 0:
		message = fmt.Sprintf("the render failed: %v", t.rendered[0].fields[rawKey])
	}
	t.fail(failed{value: -1, message: message})
}

func (t *trial) ask() bool {
	if message := t.meaning.unsoundness(&t.asked); message != "" {
		t.fail(failed{value: -1, message: message})
		return false
	}
	if t.documents == 0 && len(t.selected) > 0 {
		t.first = t.selected[0]
	}
	t.documents += len(t.selected)
	before := len(t.failures)
	if t.meaning.holds(t) {
		t.failures = t.failures[:before]
		return true
	}
	return false
}

func (t *trial) verdict(passed bool) Verdict {
	if !passed {
		return Verdict{Failures: t.failures, Problems: t.problems}
	}
	if !t.compat {
		t.findVacuous()
	}
	problems := append(t.problems, t.vacuous...)
	return Verdict{Passed: len(problems) == 0, Problems: problems}
}
