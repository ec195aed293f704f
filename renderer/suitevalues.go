package main

import (
	"fmt"
	"math"
	"os"
	"strings"
	"sync"
	"time"

	"go.yaml.in/yaml/v3"

	"k8s-deploy-action/renderer/suites"
)

// valueFileShelf reads each values file once. What it holds is never changed.
type valueFileShelf struct {
	mutex sync.Mutex
	files map[string]func() (map[string]any, error)
}

func (s *valueFileShelf) read(path string) (map[string]any, error) {
	s.mutex.Lock()
	read, known := s.files[path]
	if !known {
		read = sync.OnceValues(func() (map[string]any, error) { return readValueFile(path) })
		s.files[path] = read
	}
	s.mutex.Unlock()
	return read()
}

func readValueFile(path string) (map[string]any, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	values := map[string]any{}
	if err := yaml.Unmarshal(text, &values); err != nil {
		return nil, fmt.Errorf("failed to parse %s: %w", path, err)
	}
	return values, nil
}

// asHelmReads gives values the types that they have when Helm reads them from a file that was written as JSON: numbers are
// floats, times are texts.
func asHelmReads(value any) (any, error) {
	switch value := value.(type) {
	case map[string]any:
		read := make(map[string]any, len(value))
		for key, entry := range value {
			var err error
			if read[key], err = asHelmReads(entry); err != nil {
				return nil, err
			}
		}
		return read, nil
	case []any:
		read := make([]any, len(value))
		for i, entry := range value {
			var err error
			if read[i], err = asHelmReads(entry); err != nil {
				return nil, err
			}
		}
		return read, nil
	case nil, bool:
		return value, nil
	case string:
		return strings.ToValidUTF8(value, "\uFFFD"), nil
	case int:
		return float64(value), nil
	case int64:
		return float64(value), nil
	case uint64:
		return float64(value), nil
	case float64:
		if math.IsNaN(value) || math.IsInf(value, 0) {
			return nil, fmt.Errorf("error marshaling into JSON: json: unsupported value: %v", value)
		}
		return value + 0, nil // no -0
	case time.Time:
		return value.Format(time.RFC3339Nano), nil
	default:
		return nil, fmt.Errorf("error marshaling into JSON: json: unsupported type: %T", value)
	}
}

// givenTo are the values of a test as Helm would read them.
func (s *suiteRun) givenTo(test *suites.Test) (map[string]any, error) {
	values, err := test.Values(s.values.read)
	if err != nil {
		return nil, err
	}
	read, err := asHelmReads(values)
	if err != nil {
		return nil, err
	}
	return read.(map[string]any), nil
}
