package main

import (
	"maps"
	"slices"
	"strings"
	"text/template/parse"

	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chartutil"
)

// calls that are followed, so that templates which include each other in ever new ways come to an end
const followedCalls = 20_000

// readList finds the values that templates read, as far as their text tells. In doubt a value counts as read.
type readList struct {
	trees    map[string]*parse.Tree // what is defined, and files by name
	defaults map[string]any         // merged of all charts
	found    map[string][]string
	followed map[string]bool
}

func newReadList(whole *chart.Chart) *readList {
	defaults, err := chartutil.CoalesceValues(whole, map[string]any{})
	if err != nil {
		defaults = whole.Values
	}
	return &readList{
		trees:    make(map[string]*parse.Tree),
		defaults: defaults,
		found:    make(map[string][]string),
		followed: make(map[string]bool),
	}
}

func (l *readList) define(trees []*parse.Tree) {
	for _, tree := range trees {
		if known := l.trees[tree.Name]; known == nil || !parse.IsEmptyTree(tree.Root) {
			l.trees[tree.Name] = tree
		}
	}
}

// follow goes through every file of a chart that Helm executes, and its subcharts; Helm itself reads what switches them.
func (l *readList) follow(c *chart.Chart, prefix []string) {
	if len(prefix) == 0 {
		eachSwitch(c, nil, func(path []string) { l.read(path) })
	}
	for _, file := range c.Templates {
		l.call(c.ChartFullPath()+"/"+file.Name, scope{kind: chartScope, path: prefix})
	}
	for _, subchart := range c.Dependencies() {
		l.follow(subchart, slices.Concat(prefix, []string{subchart.Name()}))
	}
}

func (l *readList) sorted() [][]string {
	return slices.SortedFunc(maps.Values(l.found), slices.Compare)
}

func (l *readList) read(path []string) {
	l.found[strings.Join(path, "\x00")] = path
	// Every subchart has the global values of its parents.
	if at := slices.Index(path, chartutil.GlobalKey); at > 0 {
		l.read(path[at:])
	}
}

// use is for a value that goes somewhere as a whole.
func (l *readList) use(what scope) {
	switch what.kind {
	case chartScope, valueScope:
		l.read(append([]string{}, what.path...))
	default:
		for _, entry := range what.entries {
			l.use(entry)
		}
		for _, item := range what.items {
			l.use(item)
		}
	}
}

// test is for a value that only is asked whether it is empty: of a map with entries that says nothing about them.
func (l *readList) test(what scope) {
	if what.kind != valueScope {
		return
	}
	var here any = l.defaults
	for _, step := range what.path {
		table, _ := here.(map[string]any)
		here = table[step]
	}
	if table, isMap := here.(map[string]any); !isMap || len(table) == 0 {
		l.use(what)
	}
}

// call follows a template with what it is given.
func (l *readList) call(name string, dot scope) {
	tree := l.trees[name]
	key := name + "\x00" + dot.key()
	if tree == nil || l.followed[key] || len(l.followed) >= followedCalls {
		return
	}
	l.followed[key] = true
	reader := &scopeReader{list: l, variables: map[string]scope{"$": dot}}
	reader.nodes(tree.Root, dot)
}
