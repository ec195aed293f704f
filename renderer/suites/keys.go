package suites

import (
	"fmt"
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"

	"k8s-deploy-action/renderer/asserts"
)

// kind is what may stand under a key.
type kind struct {
	what string // in words
	fits func(*yaml.Node) bool
	keys map[string]kind // of a map that has no others
	each *kind           // of the entries of a list, or of the values of a map
}

func scalar(what string, tags ...string) kind {
	return kind{what: what, fits: func(node *yaml.Node) bool {
		return node.Kind == yaml.ScalarNode && slices.Contains(tags, node.ShortTag())
	}}
}

func ofKind(what string, is yaml.Kind) kind {
	return kind{what: what, fits: func(node *yaml.Node) bool { return node.Kind == is }}
}

func listOf(each kind) kind {
	list := ofKind("a list", yaml.SequenceNode)
	list.each = &each
	return list
}

func mapOf(each kind) kind {
	values := ofKind("a map", yaml.MappingNode)
	values.each = &each
	return values
}

func object(keys map[string]kind) kind {
	known := ofKind("a map", yaml.MappingNode)
	known.keys = keys
	return known
}

var (
	text     = scalar("a text", "!!str", "!!int", "!!float", "!!bool", "!!timestamp")
	number   = scalar("a whole number", "!!int")
	flag     = kind{what: "true or false", fits: isFlag}
	version  = scalar("a text or a whole number", "!!str", "!!int") // helm-unittest passes over 1.30
	anything = kind{fits: func(*yaml.Node) bool { return true }}
	anyMap   = ofKind("a map", yaml.MappingNode)

	release  = object(map[string]kind{"name": text, "namespace": text, "revision": number, "upgrade": flag})
	ofChart  = object(map[string]kind{"version": text, "appVersion": text})
	renderer = object(map[string]kind{"cmd": text, "args": listOf(text)})
	versions = object(map[string]kind{"majorVersion": version, "minorVersion": version, "apiVersions": listOf(scalar("a text", "!!str"))})
	provider = object(map[string]kind{
		"scheme": mapOf(object(map[string]kind{
			"gvr":        object(map[string]kind{"group": text, "version": text, "resource": text}),
			"namespaced": flag,
			"should_err": text,
		})),
		"objects": listOf(anyMap),
	})

	suiteKeys = map[string]kind{
		"suite": text, "values": listOf(text), "set": anyMap, "templates": listOf(text), "excludeTemplates": listOf(text),
		"includeCrds": flag, "release": release, "chart": ofChart, "capabilities": versions, "kubernetesProvider": provider,
		"postRenderer": renderer, "snapshotId": text, "tests": listOf(object(testKeys)),
		"skip": object(map[string]kind{"reason": text, "minimumVersion": text}),
	}
	testKeys = map[string]kind{
		"it": text, "values": listOf(text), "set": anyMap, "template": text, "templates": listOf(text), "documentIndex": number,
		"documentSelector": anything, // for package asserts
		"release":          release, "chart": ofChart, "capabilities": versions, "kubernetesProvider": provider,
		"postRenderer": renderer, "asserts": listOf(anything), "skip": object(map[string]kind{"reason": text}),
	}
)

// isFlag takes the words of YAML 1.1 too, as the library does where it decodes a bool.
func isFlag(node *yaml.Node) bool {
	var decoded bool
	return node.Kind == yaml.ScalarNode && node.Decode(&decoded) == nil
}

// keys finds what nobody knows, and what has another type than it should; helm-unittest passes over the one, and names the
// other without a place.
func (r *reader) keys(root *yaml.Node) {
	r.check(root, object(suiteKeys), "a suite")
}

// needs finds what is missing.
func (r *reader) needs(root *yaml.Node) {
	tests := child(root, "tests")
	if tests == nil || len(tests.Content) == 0 {
		r.problem(root, "unreadable", "the suite has no tests", "")
		return
	}
	for _, test := range tests.Content {
		if asserts := child(test, "asserts"); asserts == nil || len(asserts.Content) == 0 {
			r.problem(test, "unreadable", "the test has no asserts", "without them it would pass whatever the chart renders")
		}
	}
}

func (r *reader) check(node *yaml.Node, want kind, where string) {
	node = resolved(node)
	if node.Kind == yaml.ScalarNode && node.ShortTag() == "!!null" {
		return // as if it were not there
	}
	if !want.fits(node) {
		r.problem(node, "unreadable", fmt.Sprintf("%s must be %s", where, want.what), "")
		return
	}
	switch node.Kind {
	case yaml.SequenceNode:
		for _, entry := range node.Content {
			if want.each != nil {
				r.check(entry, *want.each, "an entry of "+where)
			}
		}
	case yaml.MappingNode:
		r.entries(node, want, where)
	}
}

func (r *reader) entries(node *yaml.Node, want kind, where string) {
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		switch expected, known := want.keys[key.Value]; {
		case key.Tag == "!!merge":
			for _, merged := range mergedMaps(value) {
				r.check(merged, want, where)
			}
		case known:
			r.check(value, expected, "`"+key.Value+"`")
		case want.keys != nil:
			r.problem(key, "unknown-key", fmt.Sprintf("%s has no key `%s`", where, key.Value), asserts.Suggestion(key.Value, slices.Sorted(maps.Keys(want.keys))))
		case want.each != nil:
			r.check(value, *want.each, "`"+key.Value+"`")
		}
	}
}

// mergedMaps are what stands under `<<`: a map, or several.
func mergedMaps(node *yaml.Node) []*yaml.Node {
	if node = resolved(node); node.Kind == yaml.SequenceNode {
		return node.Content
	}
	return []*yaml.Node{node}
}
