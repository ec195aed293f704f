package asserts

import (
	"cmp"
	"fmt"
	"reflect"
)

var greaterOrEqual = &question{
	parameters: []parameter{pathParameter, valueParameter},
	needsValue: true,
	holds: eachValue(func(t *trial, value any) answer {
		given := t.ordered(value, "greater", func(order int) bool { return order >= 0 })
		// helm-unittest lets notGreaterOrEqual pass for whatever can be compared.
		given.holds = given.holds && !(t.compat && t.negative)
		return given
	}),
}

var lessOrEqual = &question{
	parameters: []parameter{pathParameter, valueParameter},
	needsValue: true,
	holds: eachValue(func(t *trial, value any) answer {
		return t.ordered(value, "less", func(order int) bool { return order <= 0 })
	}),
}

// ordered compares values of one type: int, float64 or string. Texts are compared byte by byte.
func (t *trial) ordered(value any, word string, holds func(order int) bool) answer {
	wanted := t.asked.value
	given := answer{
		is:       fmt.Sprintf("be %s than or equal to what is expected", word),
		expected: show(wanted), actual: show(value),
	}
	if reflect.TypeOf(value) != reflect.TypeOf(wanted) {
		given.cannot = fmt.Sprintf("the value is of type %s and cannot be compared with %s", typeName(value), typeName(wanted))
		given.overlooked = true
		return given
	}
	switch wanted := wanted.(type) {
	case int:
		given.holds = holds(cmp.Compare(value.(int), wanted))
	case float64:
		number := value.(float64)
		given.holds = number == number && wanted == wanted && holds(cmp.Compare(number, wanted))
	case string:
		given.holds = holds(cmp.Compare(value.(string), wanted))
	default:
		given.cannot = fmt.Sprintf("values of type %s have no order", typeName(wanted))
	}
	return given
}
