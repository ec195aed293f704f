package main

import (
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
	"unsafe"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chartutil"
)

const schemaAddress = "file:///values.schema.json" // which Helm gives it, and strips from what the validator says

// schemaShelf keeps every values.schema.json compiled: Helm compiles it for each render, which for a large one takes longer
// than everything else together.
type schemaShelf struct{ compiled sync.Map }

// check says what Helm's ValidateAgainstSchema says.
func (s *schemaShelf) check(c *chart.Chart, values map[string]any) error {
	if text := s.violations(c, values); text != "" {
		return fmt.Errorf("values don't meet the specifications of the schema(s) in the following chart(s):\n%s", text)
	}
	return nil
}

func (s *schemaShelf) violations(c *chart.Chart, values map[string]any) string {
	var text strings.Builder
	if c.Schema != nil {
		if err := s.validate(c.Schema, values); err != nil {
			fmt.Fprintf(&text, "%s:\n%s", c.Name(), err)
		}
	}
	for _, subchart := range c.Dependencies() {
		part, _ := values[subchart.Name()].(map[string]any)
		text.WriteString(s.violations(subchart, part))
	}
	return text.String()
}

func (s *schemaShelf) validate(schema []byte, values map[string]any) (err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("unable to validate schema: %s", reason)
		}
	}()
	// Copies of a chart share the bytes of its schema.
	compile, known := s.compiled.Load(unsafe.SliceData(schema))
	if !known {
		compile, _ = s.compiled.LoadOrStore(unsafe.SliceData(schema), sync.OnceValues(func() (*jsonschema.Schema, error) {
			return compileSchema(schema)
		}))
	}
	validator, err := compile.(func() (*jsonschema.Schema, error))()
	if err != nil {
		return err
	}
	if err := validator.Validate(chartutil.Values(values).AsMap()); err != nil {
		var violation *jsonschema.ValidationError
		if errors.As(err, &violation) {
			sortCauses(violation)
		}
		said := strings.TrimPrefix(err.Error(), "jsonschema validation failed with '"+schemaAddress+"#'\n")
		return fmt.Errorf("%s\n", said)
	}
	return nil
}

// sortCauses ends a chance: the validator goes through maps, so that Helm tells the same violations in any order.
func sortCauses(violation *jsonschema.ValidationError) {
	slices.SortStableFunc(violation.Causes, func(a, b *jsonschema.ValidationError) int {
		return slices.Compare(a.InstanceLocation, b.InstanceLocation)
	})
	for _, cause := range violation.Causes {
		sortCauses(cause)
	}
}

// compileSchema follows references to files and the web, as Helm does.
func compileSchema(text []byte) (*jsonschema.Schema, error) {
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	web := chartutil.HTTPURLLoader(http.Client{
		Timeout:   15 * time.Second,
		Transport: &http.Transport{Proxy: http.ProxyFromEnvironment, TLSClientConfig: &tls.Config{}},
	})
	compiler := jsonschema.NewCompiler()
	compiler.UseLoader(jsonschema.SchemeURLLoader{"file": jsonschema.FileLoader{}, "http": &web, "https": &web})
	if err := compiler.AddResource(schemaAddress, schema); err != nil {
		return nil, err
	}
	return compiler.Compile(schemaAddress)
}
