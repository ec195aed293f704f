package asserts

// failed is a failure within the template that is judged. document: nil if it is about none; value: -1 likewise.
type failed struct {
	document         *document
	value            int
	path             string
	message          string
	expected, actual shown
}

// shown is a value that is written as YAML if the assertion fails.
type shown struct {
	value any
	given bool
	// yaml is there if it has been written already.
	yaml string
}

func show(value any) shown { return shown{value: value, given: true} }

func (s shown) text() string {
	if s.given {
		return yamlText(s.value)
	}
	return s.yaml
}

func (t *trial) fail(f failed) {
	failure := Failure{
		Template: t.template, Document: -1, Value: f.value, Path: f.path,
		Message: f.message, Actual: f.actual.text(),
	}
	if !t.negative { // what must not be is what is
		failure.Expected = f.expected.text()
	}
	if f.document != nil {
		failure.Document = f.document.index
	}
	t.failures = append(t.failures, failure)
}
