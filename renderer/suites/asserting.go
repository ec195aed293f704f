package suites

import (
	"go.yaml.in/yaml/v3"

	"k8s-deploy-action/renderer/asserts"
)

// asserts reads what a test asserts. False if something of it can't be read.
func (r *reader) asserts(made *Test, test *writtenTest) bool {
	readable := true
	for i := range test.Asserts {
		node := resolved(&test.Asserts[i])
		if node.Kind == yaml.ScalarNode && node.ShortTag() == "!!null" {
			if !r.options.Compat {
				r.problem(node, "unreadable", "an entry of `asserts` says nothing", "")
			}
			made.Asserts = append(made.Asserts, nil) // helm-unittest passes over it, and counts it
			continue
		}
		assertion, problems, err := asserts.Read(node, r.options.Compat)
		r.tell(problems)
		if err != nil {
			r.refuse(node, err)
			readable = false
			continue
		}
		if assertion == nil {
			readable = false
			continue
		}
		assertion.At = r.in(assertion.At)
		if !r.options.Compat && made.Index != nil && assertion.Index != nil {
			r.file.add(assertion.At, "ignored", "`documentIndex` of the test is used, not the one of this assertion", "take one of the two away")
		}
		made.Asserts = append(made.Asserts, assertion)
	}
	return readable
}

// selector reads the `documentSelector` of a test: helm-unittest decodes it as a part of the suite, not like that of an
// assertion.
func (r *reader) selector(made *Test, test *writtenTest, node *yaml.Node) bool {
	if written := test.DocumentSelector; written != nil {
		made.Selector = &asserts.Selector{
			Path:               written.Path,
			Value:              written.Value,
			MatchMany:          written.MatchMany,
			SkipEmptyTemplates: written.SkipEmptyTemplates,
		}
	}
	if r.options.Compat || node == nil {
		return true
	}
	selector, problems, err := asserts.ReadSelector(node, false)
	r.tell(problems)
	if err != nil {
		r.refuse(node, err)
	}
	made.Selector = selector
	return err == nil
}

// tell moves problems of a part to the file.
func (r *reader) tell(problems []asserts.Problem) {
	for _, problem := range problems {
		problem.At = r.in(problem.At)
		r.file.Problems = append(r.file.Problems, problem)
	}
}
