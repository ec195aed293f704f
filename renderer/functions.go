package main

import "slices"

// apply knows the functions through which a path can be followed; any other reads all that it is given.
func (l *readList) apply(function string, arguments []scope) scope {
	count := len(arguments)
	switch {
	case function == "include" && count == 2:
		l.include(arguments[0], arguments[1])
		return scope{}
	case function == "tpl" && count == 2:
		l.use(arguments[0]) // what its text reads stands in the values, not in a template
		return scope{}
	case function == "dict":
		return l.dict(arguments)
	case function == "list":
		return scope{kind: listScope, items: arguments}
	case count == 1 && arguments[0].kind == listScope && len(arguments[0].items) > 0:
		if part, known := partOf(function, arguments[0].items); known {
			return part
		}
	case (function == "index" || function == "get") && count > 0:
		return l.steps(arguments[0], arguments[1:])
	case function == "hasKey" && count == 2:
		l.use(l.steps(arguments[0], arguments[1:]))
		return scope{}
	case function == "dig" && count > 2:
		l.use(l.steps(arguments[count-1], arguments[:count-2]))
		l.use(arguments[count-2])
		return scope{}
	case slices.Contains([]string{"and", "or", "not", "empty"}, function):
		for _, each := range arguments {
			l.test(each)
		}
		return scope{}
	}
	for _, each := range arguments {
		l.use(each)
	}
	return scope{}
}

func (l *readList) include(name, dot scope) {
	if name.kind == textScope {
		l.call(name.text, dot)
		return
	}
	l.use(name)
	if dot.kind != chartScope { // a file named by a variable: each file is followed anyway
		l.use(dot)
	}
}

func (l *readList) dict(arguments []scope) scope {
	entries := make(map[string]scope)
	for index := 0; index+1 < len(arguments); index += 2 {
		key, value := arguments[index], arguments[index+1]
		if key.kind == textScope {
			entries[key.text] = value
			continue
		}
		l.use(key)
		l.use(value)
	}
	return scope{kind: dictScope, entries: entries}
}

func partOf(function string, items []scope) (scope, bool) {
	switch function {
	case "first":
		return items[0], true
	case "last":
		return items[len(items)-1], true
	case "rest":
		return scope{kind: listScope, items: items[1:]}, true
	case "initial":
		return scope{kind: listScope, items: items[:len(items)-1]}, true
	default:
		return scope{}, false
	}
}

// steps goes down by constant keys; from a key that is computed on, everything counts as read.
func (l *readList) steps(from scope, keys []scope) scope {
	for _, key := range keys {
		if key.kind != textScope {
			l.use(key)
			l.use(from)
			return scope{}
		}
		from = from.field(key.text)
	}
	return from
}
