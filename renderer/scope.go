package main

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

type scopeKind int

const (
	elsewhere  scopeKind = iota // nothing that could lead to values
	chartScope                  // `.` at the top of a file: .Values, .Release, ...
	subcharts                   // .Subcharts
	valueScope                  // a place in the values
	dictScope                   // made by `dict`
	listScope                   // made by `list`
	textScope                   // a constant
)

// scope is what an expression stands for. Paths begin at the values of the outermost chart.
type scope struct {
	kind    scopeKind
	path    []string
	entries map[string]scope
	items   []scope
	text    string
}

// field is what `.name` or `index` gives.
func (s scope) field(name string) scope {
	switch {
	case s.kind == chartScope && name == "Values":
		return scope{kind: valueScope, path: s.path}
	case s.kind == chartScope && name == "Subcharts":
		return scope{kind: subcharts, path: s.path}
	case s.kind == subcharts:
		return scope{kind: chartScope, path: slices.Concat(s.path, []string{name})}
	case s.kind == valueScope:
		return scope{kind: valueScope, path: slices.Concat(s.path, []string{name})}
	case s.kind == dictScope:
		return s.entries[name]
	case s.kind == listScope:
		if index, err := strconv.Atoi(name); err == nil && index >= 0 && index < len(s.items) {
			return s.items[index]
		}
	}
	return scope{}
}

func (s scope) fields(names []string) scope {
	for _, name := range names {
		s = s.field(name)
	}
	return s
}

// key is the same for the same scope.
func (s scope) key() string {
	text := strconv.Itoa(int(s.kind)) + strconv.Quote(s.text) + strconv.Quote(strings.Join(s.path, "\x00"))
	for _, name := range slices.Sorted(maps.Keys(s.entries)) {
		text += strconv.Quote(name) + s.entries[name].key()
	}
	for _, item := range s.items {
		text += item.key()
	}
	return "(" + text + ")"
}
