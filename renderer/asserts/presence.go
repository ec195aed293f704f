package asserts

import "reflect"

// exists counts null as something.
var exists = &question{
	parameters: []parameter{pathParameter.must()},
	holds: func(t *trial) bool {
		return t.eachDocument(func(d *document) bool {
			values, err := d.at(&t.asked.path)
			if err != nil {
				t.fail(failed{document: d, value: -1, path: t.asked.path.text, message: err.Error()})
				return false
			}
			if found := len(values) > 0; found == t.negative {
				message := d.nothingAt(&t.asked.path)
				var actual shown
				if found {
					message, actual = "there must be nothing at this path", show(values[0])
				}
				t.fail(failed{document: d, value: -1, path: t.asked.path.text, message: message, actual: actual})
				return false
			}
			return true
		})
	},
}

// isNullOrEmpty holds for null, "", 0, false, and lists and maps without items. Of what is missing it knows nothing.
var isNullOrEmpty = &question{
	parameters: []parameter{pathParameter},
	needsValue: true,
	holds: eachValue(func(_ *trial, value any) answer {
		return answer{holds: empty(value), is: "be null or empty", actual: show(value)}
	}),
}

func empty(value any) bool {
	switch reflected := reflect.ValueOf(value); reflected.Kind() {
	case reflect.Invalid:
		return true
	case reflect.Map, reflect.Slice:
		return reflected.Len() == 0
	default:
		return reflect.DeepEqual(value, reflect.Zero(reflected.Type()).Interface())
	}
}
