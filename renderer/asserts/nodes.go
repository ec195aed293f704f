package asserts

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"unicode"

	"go.yaml.in/yaml/v3"
)

// nodeOf builds what the YAML library would read from the text of a settled value, without the text.
func nodeOf(value any) *yaml.Node {
	scalar := func(tag, text string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: text} }
	switch value := value.(type) {
	case nil:
		return scalar("!!null", "null")
	case bool:
		return scalar("!!bool", strconv.FormatBool(value))
	case string:
		return scalar("!!str", value)
	case float64:
		return scalar("!!float", numberText(value))
	case []any:
		node := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
		for _, item := range value {
			node.Content = append(node.Content, nodeOf(item))
		}
		return node
	case map[string]any:
		node := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: make([]*yaml.Node, 0, 2*len(value))}
		for _, key := range slices.SortedFunc(maps.Keys(value), writingOrder) {
			node.Content = append(node.Content, scalar("!!str", key), nodeOf(value[key]))
		}
		return node
	default:
		return scalar("!!int", numberText(value))
	}
}

// numberText writes a number as the YAML library does.
func numberText(value any) string {
	number, fraction := value.(float64)
	switch {
	case !fraction:
		return fmt.Sprint(value)
	case math.IsNaN(number):
		return ".nan"
	case math.IsInf(number, 1):
		return ".inf"
	case math.IsInf(number, -1):
		return "-.inf"
	default:
		return strconv.FormatFloat(number, 'g', -1, 64)
	}
}

// writingOrder is that of the keys in YAML that is written: letters by their codes and after everything else, runs of digits by
// their value. Directly after digits, letters come first.
func writingOrder(a, b string) int {
	left, right := []rune(a), []rune(b)
	at := 0
	for at < len(left) && at < len(right) && left[at] == right[at] {
		at++
	}
	if at == len(left) || at == len(right) {
		return cmp.Compare(len(left), len(right))
	}
	switch aLetter, bLetter := unicode.IsLetter(left[at]), unicode.IsLetter(right[at]); {
	case aLetter && bLetter:
		return cmp.Compare(left[at], right[at])
	case aLetter != bLetter:
		if afterDigit := at > 0 && unicode.IsDigit(left[at-1]); aLetter == afterDigit {
			return -1
		}
		return 1
	}
	return cmp.Or(
		compareDigits(left, right, at),
		cmp.Compare(left[at], right[at]),
	)
}

// compareDigits compares the numbers that stand at a place, and then how long they are. Where one begins with a 0, what stands
// before counts as a digit of it.
func compareDigits(left, right []rune, at int) int {
	var lead int64
	if left[at] == '0' || right[at] == '0' {
		for before := at - 1; before >= 0 && unicode.IsDigit(left[before]); before-- {
			if left[before] != '0' {
				lead = 1
				break
			}
		}
	}
	a, aEnd := digitsAt(left, at, lead)
	b, bEnd := digitsAt(right, at, lead)
	return cmp.Or(cmp.Compare(a, b), cmp.Compare(aEnd, bEnd))
}

func digitsAt(text []rune, from int, value int64) (int64, int) {
	end := from
	for ; end < len(text) && unicode.IsDigit(text[end]); end++ {
		value = value*10 + int64(text[end]-'0')
	}
	return value, end
}
