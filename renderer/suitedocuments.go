package main

import (
	"errors"
	"io"
	"path"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"k8s-deploy-action/renderer/asserts"
	"k8s-deploy-action/renderer/suites"
)

// documentShelf reads each text that a file printed once: from test to test most are the same. What is read is never changed.
type documentShelf struct {
	mutex sync.Mutex
	bytes int
	texts map[string]documents
}

type documents struct {
	list []asserts.Document
	err  error
}

func (s *documentShelf) read(text string) ([]asserts.Document, error) {
	s.mutex.Lock()
	known, is := s.texts[text]
	s.mutex.Unlock()
	if is {
		return known.list, known.err
	}
	list, err := readDocuments(text)
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.bytes += len(text); s.bytes < documentBytes {
		s.texts[text] = documents{list, err}
	}
	return list, err
}

// readDocuments leaves out documents without a key.
func readDocuments(text string) ([]asserts.Document, error) {
	decoder := yaml.NewDecoder(strings.NewReader(suites.Separator.ReplaceAllString(text, "\n---\n")))
	list := []asserts.Document{}
	for {
		document := asserts.Document{}
		err := decoder.Decode(&document)
		switch {
		case errors.Is(err, io.EOF):
			return list, nil
		case err != nil:
			return nil, err
		case len(document) > 0:
			list = append(list, document)
		}
	}
}

// files reads what was printed: YAML by its ending, a text as a whole under "raw"; other files are not looked at.
func (s *documentShelf) files(chart string, printed map[string]string, failed bool) (map[string][]asserts.Document, error) {
	files := make(map[string][]asserts.Document, len(printed))
	for name, text := range printed {
		if !strings.HasPrefix(name, chart) { // a file that the post-renderer has named
			name = path.Join(chart, name)
		}
		ending := path.Ext(name)
		if failed {
			ending = ".yaml" // of what a template failed with
		}
		switch ending {
		case ".yaml", ".yml", ".tpl":
			list, err := s.read(text)
			if err != nil {
				return nil, err
			}
			files[name] = list
		case ".txt":
			files[name] = []asserts.Document{{rawKey: text}}
		}
	}
	return files, nil
}

// rawKey is where assertions look for a text, and for what a template failed with.
const rawKey = "raw"
