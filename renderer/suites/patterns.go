package suites

import (
	"path"
	"regexp"
	"strings"
	"sync"
)

// EveryTemplate is what a suite without `templates` is about.
const EveryTemplate = "**"

// FullName is the name of a template as a suite for the chart at the route writes it: `templates/` may be left out.
func FullName(route, template string) string {
	for _, root := range []string{"templates", "charts", "crds", "**"} {
		if strings.HasPrefix(template, root) {
			return path.Join(route, template)
		}
	}
	return path.Join(route, "templates", template)
}

var patterns sync.Map // of *regexp.Regexp

// Pattern finds the files that a suite names. It is looked for anywhere in the name: `a.yaml` also finds `a.yaml.tpl`.
func Pattern(route, template string) *regexp.Regexp {
	name := FullName(route, template)
	if known, is := patterns.Load(name); is {
		return known.(*regexp.Regexp)
	}
	var text strings.Builder
	for rest := name; rest != ""; {
		switch {
		case strings.HasPrefix(rest, "**"):
			text.WriteString(`[0-9a-zA-Z_\-/\.]+`)
			rest = rest[2:]
			continue
		case rest[0] == '*':
			text.WriteString(`[0-9a-zA-Z_\-/\.]*`)
		default:
			text.WriteString(regexp.QuoteMeta(rest[:1]))
		}
		rest = rest[1:]
	}
	pattern, err := regexp.Compile(text.String())
	if err != nil { // a name that is no UTF-8
		pattern = regexp.MustCompile(`[^\s\S]`)
	}
	patterns.Store(name, pattern)
	return pattern
}
