package asserts

import "strings"

// containsDocument asks whether every document is the one described, or with `any` whether one of them is.
var containsDocument = &question{
	parameters: []parameter{
		textOf("kind", func(a *asked) *string { return &a.kind }).must(),
		textOf("apiVersion", func(a *asked) *string { return &a.apiVersion }).must(),
		textOf("name", func(a *asked) *string { return &a.name }),
		textOf("namespace", func(a *asked) *string { return &a.namespace }),
		flag("any", func(a *asked) *bool { return &a.any }),
	},
	holds: func(t *trial) bool {
		if len(t.selected) == 0 {
			return t.eachDocument(nil)
		}
		described := 0
		for _, d := range t.selected {
			if t.describes(d) {
				described++
			}
		}
		answer := described == len(t.selected)
		if t.asked.any {
			answer = described > 0
		}
		if answer != t.negative {
			return true
		}
		for _, d := range t.selected {
			if t.describes(d) == t.negative {
				t.fail(failed{document: d, value: -1, message: t.describe(), actual: show(identity(d))})
			}
		}
		return false
	},
}

var (
	namePath      = compilePath("metadata.name")
	namespacePath = compilePath("metadata.namespace")
)

func (t *trial) describes(d *document) bool {
	return t.fieldIs(d, "kind", t.asked.kind) && t.fieldIs(d, "apiVersion", t.asked.apiVersion) &&
		(t.asked.name == "" || d.firstAt(namePath) == t.asked.name) &&
		(t.asked.namespace == "" || d.firstAt(namespacePath) == t.asked.namespace)
}

// fieldIs: helm-unittest takes a document without the field, or with one that is no text, for a match.
func (t *trial) fieldIs(d *document, field, wanted string) bool {
	text, isText := d.fields[field].(string)
	return text == wanted && isText || t.compat && !isText
}

func (d *document) firstAt(p *path) any {
	values, err := d.at(p)
	if err != nil || len(values) == 0 {
		return nil
	}
	return values[0]
}

func (t *trial) describe() string {
	wanted := []string{t.asked.kind, t.asked.apiVersion}
	if t.asked.name != "" {
		wanted = append(wanted, "name "+t.asked.name)
	}
	if t.asked.namespace != "" {
		wanted = append(wanted, "namespace "+t.asked.namespace)
	}
	return t.say("the document", answer{is: "be " + strings.Join(wanted, ", ")})
}

// identity is what is shown of a document that is not the one that is looked for.
func identity(d *document) map[string]any {
	shown := map[string]any{"kind": d.fields["kind"], "apiVersion": d.fields["apiVersion"]}
	for key, at := range map[string]*path{"name": namePath, "namespace": namespacePath} {
		if value := d.firstAt(at); value != nil {
			shown[key] = value
		}
	}
	return shown
}
