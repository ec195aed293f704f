package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/release"
	"helm.sh/helm/v3/pkg/releaseutil"
	"sigs.k8s.io/yaml"
)

// document is one text between `---` lines that is an object. Its data is told once; then its number is enough.
type document struct {
	Number     int             `json:"number"`
	Hash       string          `json:"hash"`
	Manifest   json.RawMessage `json:"manifest"`
	Duplicates [][]any         `json:"duplicateKeys,omitempty"`
	told       bool            // guarded by the writer of answers
}

type hookFacts struct {
	Events         []release.HookEvent        `json:"events"`
	Weight         int                        `json:"weight"`
	DeletePolicies []release.HookDeletePolicy `json:"deletePolicies"`
}

// object is a document in a file of the chart.
type object struct {
	*document
	file  string
	kind  string
	hook  *hookFacts
	isCrd bool
}

// sortedFile is what one printed file holds, in order.
type sortedFile struct {
	manifests, hooks []object
	warnings         []string
}

type digest = [sha256.Size]byte

// manifestShelf remembers every file and document that was read: from case to case most are the same.
type manifestShelf struct {
	warnings  *warningLog
	mutex     sync.Mutex
	files     map[digest]sortedFile
	documents map[digest]*document
}

// objects puts what the templates printed, without NOTES, into the order of `helm template --include-crds`.
func (s *manifestShelf) objects(c *chart.Chart, printed map[string]string) ([]object, []string, error) {
	var crds, manifests, hooks []object
	var warnings []string
	for _, name := range slices.Sorted(maps.Keys(printed)) {
		if strings.TrimSpace(printed[name]) == "" {
			continue
		}
		file, err := s.read(name, printed[name], s.sorted)
		if err != nil {
			return nil, nil, &Failure{Kind: "manifest", Message: err.Error(), Template: name}
		}
		warnings = append(warnings, file.warnings...)
		manifests = append(manifests, file.manifests...)
		hooks = append(hooks, file.hooks...)
		if len(manifests)+len(hooks) > objectCount {
			return nil, nil, &Failure{Kind: "limit", Message: fmt.Sprintf("the chart prints more than the %d objects that are read", objectCount), Template: name}
		}
	}
	for _, crd := range c.CRDObjects() {
		file, err := s.read(crd.Filename, string(crd.File.Data), s.split)
		if err != nil {
			return nil, nil, &Failure{Kind: "manifest", Message: err.Error(), Template: crd.Filename}
		}
		crds = append(crds, file.manifests...)
	}
	slices.SortStableFunc(manifests, byInstallOrder)
	slices.SortStableFunc(hooks, byInstallOrder)
	return slices.Concat(crds, manifests, hooks), warnings, nil
}

// byInstallOrder is Helm's order: kinds that it knows, then the others by name.
func byInstallOrder(a, b object) int {
	x, knownX := installRank[a.kind]
	y, knownY := installRank[b.kind]
	switch {
	case knownX && knownY:
		return cmp.Compare(x, y)
	case knownX:
		return -1
	case knownY:
		return 1
	default:
		return cmp.Compare(a.kind, b.kind)
	}
}

var installRank = func() map[string]int {
	ranks := make(map[string]int)
	for rank, kind := range releaseutil.InstallOrder {
		ranks[kind] = rank
	}
	return ranks
}()

func (s *manifestShelf) read(name, text string, sort func(name, text string) (sortedFile, error)) (sortedFile, error) {
	key := sha256.Sum256([]byte(name + "\x00" + text))
	s.mutex.Lock()
	file, known := s.files[key]
	s.mutex.Unlock()
	if known {
		return file, nil
	}
	var err error
	file.warnings = s.warnings.during(func() {
		var fresh sortedFile
		fresh, err = sort(name, text)
		file.manifests, file.hooks = fresh.manifests, fresh.hooks
	})
	if err != nil {
		return file, err
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.files[key] = file
	return file, nil
}

// sorted has Helm split one file, tell hooks from the rest, and leave out hooks that it doesn't know.
func (s *manifestShelf) sorted(name, text string) (sortedFile, error) {
	var file sortedFile
	hooks, manifests, err := releaseutil.SortManifests(map[string]string{name: text}, nil, releaseutil.InstallOrder)
	if err != nil {
		return file, err
	}
	for _, manifest := range manifests {
		entry := object{file: name, kind: manifest.Head.Kind}
		if file.manifests, err = s.append(file.manifests, entry, manifest.Content); err != nil {
			return file, err
		}
	}
	for _, hook := range hooks {
		facts := &hookFacts{hook.Events, hook.Weight, hook.DeletePolicies}
		if len(facts.DeletePolicies) == 0 {
			facts.DeletePolicies = append(facts.DeletePolicies, release.HookBeforeHookCreation)
		}
		entry := object{file: name, kind: hook.Kind, hook: facts}
		if file.hooks, err = s.append(file.hooks, entry, hook.Manifest); err != nil {
			return file, err
		}
	}
	return file, nil
}

// split is for files in crds/, which Helm prints as they are.
func (s *manifestShelf) split(name, text string) (sortedFile, error) {
	var file sortedFile
	texts := releaseutil.SplitManifests(text)
	names := slices.Collect(maps.Keys(texts))
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) // manifest-2 before manifest-10
	})
	for _, each := range names {
		var err error
		entry := object{file: name, isCrd: true}
		if file.manifests, err = s.append(file.manifests, entry, texts[each]); err != nil {
			return file, err
		}
	}
	return file, nil
}

// append leaves out texts of nothing but comments.
func (s *manifestShelf) append(to []object, entry object, text string) ([]object, error) {
	document, err := s.document(text)
	switch {
	case errors.Is(err, errNoObject):
		return to, fmt.Errorf("%s prints something that is no object: %.60q", entry.file, text)
	case err != nil:
		return to, fmt.Errorf("YAML parse error on %s: %w", entry.file, err)
	case document == nil:
		return to, nil
	}
	entry.document = document
	return append(to, entry), nil
}

var errNoObject = errors.New("no object")

// document reads a text as Kubernetes does; nil where there is none.
func (s *manifestShelf) document(text string) (*document, error) {
	key := sha256.Sum256([]byte(text))
	s.mutex.Lock()
	known := s.documents[key]
	s.mutex.Unlock()
	if known != nil {
		return known, nil
	}
	lines := text + "\n" // which Helm prints after it; it is part of a block scalar at the end
	manifest, err := yaml.YAMLToJSON([]byte(lines))
	if err != nil {
		return nil, err
	}
	if bytes.Equal(manifest, []byte("null")) {
		return nil, nil
	}
	if !bytes.HasPrefix(manifest, []byte("{")) {
		return nil, errNoObject
	}
	fresh := &document{Hash: hex.EncodeToString(key[:]), Manifest: manifest, Duplicates: duplicateKeys(lines)}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if known := s.documents[key]; known != nil {
		return known, nil
	}
	fresh.Number = len(s.documents)
	s.documents[key] = fresh
	return fresh, nil
}
