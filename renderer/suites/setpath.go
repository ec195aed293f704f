package suites

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// SetPath is the key of a `set` entry, in steps: string for a key, int for a place in a list.
type SetPath []any

// A list that a path builds is filled with null up to the place.
const setPathIndex = 100_000

// ParseSetPath reads `a.b`, `a[0].b` and `[key.with.dots]`. helm-unittest has a grammar of its own, which is not that of
// `helm --set`: what stands between `]` and the next `.` or `[` is passed over.
func ParseSetPath(path string) (SetPath, error) {
	if path == "" {
		return nil, errors.New("set path is empty")
	}
	var steps SetPath
	var quoted strings.Builder
	state, rest := setKey, path
	for {
		end := strings.IndexAny(rest, ".[],{}=")
		if end < 0 {
			return closed(steps, state, rest)
		}
		word, stop := rest[:end], rest[end]
		rest = rest[end+1:]
		if strings.IndexByte(",{}=", stop) >= 0 {
			return nil, fmt.Errorf("invalid token found %c", stop)
		}
		switch {
		case state == setKey && stop == '.':
			steps = append(steps, word)
		case state == setKey && stop == '[' && word == "":
			quoted.Reset()
			state = setQuoted
		case state == setKey && stop == '[':
			steps = append(steps, word)
			state = setIndex
		case state == setIndex && stop == ']':
			index, err := strconv.Atoi(word)
			if err != nil {
				return nil, err
			}
			if index < 0 || index > setPathIndex {
				return nil, fmt.Errorf("index %d is out of range", index)
			}
			steps = append(steps, index)
			state = setAfter
		case state == setIndex:
			return nil, errors.New("missing index value")
		case state == setAfter && stop == '.':
			state = setKey
		case state == setAfter && stop == '[':
			state = setIndex
		case state == setQuoted && stop == '.':
			quoted.WriteString(word + ".")
		case state == setQuoted && stop == ']':
			steps = append(steps, quoted.String()+word)
			state = setAfter
		default:
			return nil, fmt.Errorf("unexpected %c", stop)
		}
	}
}

const (
	setKey    = iota // a key comes
	setIndex         // within `[…]` after a key
	setAfter         // after `]`
	setQuoted        // within `[…]` where a key would stand
)

func closed(steps SetPath, state int, rest string) (SetPath, error) {
	switch {
	case state == setKey && rest != "":
		return append(steps, rest), nil
	case state == setAfter && rest == "":
		return steps, nil
	default:
		return nil, errors.New("unexpected end")
	}
}

// Holding is the values in which nothing but this path has a value.
func (p SetPath) Holding(value any) map[string]any {
	for i := len(p) - 1; i >= 0; i-- {
		switch step := p[i].(type) {
		case string:
			value = map[string]any{step: value}
		case int:
			list := make([]any, step+1)
			list[step] = value
			value = list
		}
	}
	values, _ := value.(map[string]any) // the grammar begins with a key
	return values
}

// Holds tells whether a path is this one or lies below it. A list is replaced as a whole, so two places in one overlap.
func (p SetPath) Holds(other SetPath) bool {
	for i, step := range p {
		if _, isIndex := step.(int); isIndex {
			return true
		}
		if i >= len(other) || other[i] != step {
			return false
		}
	}
	return true
}
