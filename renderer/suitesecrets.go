package main

import (
	"k8s-deploy-action/renderer/asserts"
)

// tellSecrets lets the other side take out of messages what nobody may read there. Of a test that passed there are none.
func (t *testRun) tellSecrets(rendered *suiteRender) {
	if t.result.Passed {
		return
	}
	t.result.Given = rendered.given
	for _, documents := range rendered.Files {
		for _, document := range documents {
			if document["kind"] == "Secret" {
				t.result.Secrets = append(t.result.Secrets, textsOf(document))
			}
		}
	}
}

// textsOf leaves out what is no text: a Secret holds nothing else, and a template may print anything.
func textsOf(secret asserts.Document) asserts.Document {
	texts := asserts.Document{"kind": "Secret"}
	for _, key := range []string{"data", "stringData"} {
		content, _ := secret[key].(map[string]any)
		kept := map[string]string{}
		for name, value := range content {
			if text, isText := value.(string); isText {
				kept[name] = text
			}
		}
		texts[key] = kept
	}
	if metadata, isMap := secret["metadata"].(map[string]any); isMap {
		if name, isText := metadata["name"].(string); isText {
			texts["metadata"] = map[string]string{"name": name}
		}
	}
	return texts
}
