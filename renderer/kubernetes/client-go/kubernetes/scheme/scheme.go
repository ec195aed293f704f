// Package scheme knows the API versions that Helm takes for those of every cluster: `helm template` has them without
// `--api-versions`. They are those of client-go 0.33.3 and apiextensions-apiserver 0.33.3, in their order; a test compares
// them with what Helm itself prints.
package scheme

import (
	_ "embed"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

//go:embed versions.txt
var versions string

// Versions is the little of a scheme that Helm asks for.
type Versions struct{}

var Scheme = &Versions{}

func (*Versions) PrioritizedVersionsAllGroups() []schema.GroupVersion {
	var all []schema.GroupVersion
	for line := range strings.Lines(versions) {
		kind := schema.FromAPIVersionAndKind(strings.TrimSpace(line), "")
		all = append(all, kind.GroupVersion())
	}
	return all
}
