package main

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"k8s-deploy-action/renderer/suites"
)

// resource is where objects of a kind are found.
type resource struct{ group, version, name string }

func (r resource) String() string {
	return r.group + "/" + r.version + ", Resource=" + r.name
}

// lookupIn is the function `lookup` in a cluster that holds what a test says. It answers as client-go's fake dynamic client
// does: objects are under the plural that is guessed from their kind, a kind is looked for under the one that `scheme` gives.
func lookupIn(provider suites.KubernetesProvider) func(apiVersion, kind, namespace, name string) (map[string]any, error) {
	return func(apiVersion, kind, namespace, name string) (map[string]any, error) {
		served := provider.Scheme[path.Join(apiVersion, kind)]
		if served.ShouldErr != nil {
			return map[string]any{}, fmt.Errorf("%v", served.ShouldErr)
		}
		held, err := objectsOf(provider.Objects)
		if err != nil {
			return nil, err
		}
		at := resource{served.Gvr.Group, served.Gvr.Version, served.Gvr.Resource}
		if !served.Namespaced {
			namespace = ""
		}
		if name == "" {
			return held.list(at, namespace)
		}
		for _, object := range held.objects[at] {
			if object.namespace == namespace && object.name == name {
				return object.content, nil
			}
		}
		return map[string]any{}, nil
	}
}

type heldObject struct {
	namespace, name string
	content         map[string]any
}

type heldObjects struct {
	objects map[resource][]heldObject
	lists   map[resource]string // the kind of a list
}

// objectsOf makes the objects anew for each question: a template may change what it is given.
func objectsOf(written []map[string]any) (*heldObjects, error) {
	held := &heldObjects{objects: make(map[resource][]heldObject), lists: make(map[resource]string)}
	for _, each := range written {
		apiVersion, _ := each["apiVersion"].(string)
		kind, _ := each["kind"].(string)
		switch {
		case kind == "":
			return nil, fmt.Errorf("failed to convert to unstructured - unable to get GVK Object 'Kind' is missing in 'unstructured object has no kind'")
		case apiVersion == "":
			return nil, fmt.Errorf("failed to convert to unstructured - unable to get GVK Object 'apiVersion' is missing in 'unstructured object has no version'")
		}
		if err := held.add(apiVersion, kind, each); err != nil {
			return nil, err
		}
	}
	return held, nil
}

func (h *heldObjects) add(apiVersion, kind string, written map[string]any) error {
	own, err := copied(written)
	if err != nil {
		return err
	}
	content := own.(map[string]any)
	metadata, _ := content["metadata"].(map[string]any)
	namespace, _ := metadata["namespace"].(string)
	name, _ := metadata["name"].(string)
	group, version, grouped := strings.Cut(apiVersion, "/")
	if !grouped {
		group, version = "", apiVersion
	}
	at := resource{group, version, plural(kind)}
	if slices.ContainsFunc(h.objects[at], func(other heldObject) bool { return other.namespace == namespace && other.name == name }) {
		return fmt.Errorf("%s %q already exists", strings.TrimSuffix(at.name+"."+group, "."), name)
	}
	h.objects[at] = append(h.objects[at], heldObject{namespace, name, content})
	h.lists[at] = kind + "List"
	return nil
}

// list is sorted. Its resource version counts the objects of the kind, whatever their namespace.
func (h *heldObjects) list(at resource, namespace string) (map[string]any, error) {
	kind, known := h.lists[at]
	if !known {
		return nil, fmt.Errorf("coding error: you must register resource to list kind for every resource you're going to LIST when creating the client.  See NewSimpleDynamicClientWithCustomListKinds or register the list into the scheme: %v out of %v", at, h.lists)
	}
	objects := slices.SortedFunc(slices.Values(h.objects[at]), func(a, b heldObject) int {
		return cmp.Or(cmp.Compare(a.namespace, b.namespace), cmp.Compare(a.name, b.name))
	})
	items := []any{}
	for _, object := range objects {
		if namespace == "" || object.namespace == namespace {
			items = append(items, object.content)
		}
	}
	return map[string]any{
		"apiVersion": strings.TrimPrefix(at.group+"/"+at.version, "/"),
		"kind":       kind,
		"metadata":   map[string]any{"continue": "", "resourceVersion": strconv.Itoa(len(objects) + 1)},
		"items":      items,
	}, nil
}

// plural is guessed as Kubernetes' clients do.
func plural(kind string) string {
	name := strings.ToLower(kind)
	switch {
	case strings.HasSuffix(name, "endpoints"):
		return name
	case strings.HasSuffix(name, "s"):
		return name + "es"
	case strings.HasSuffix(name, "y"):
		return strings.TrimSuffix(name, "y") + "ies"
	default:
		return name + "s"
	}
}

// copied refuses what an object of Kubernetes can't hold, above all whole numbers as YAML reads them: helm-unittest does not
// make them what JSON would.
func copied(value any) (any, error) {
	switch value := value.(type) {
	case map[string]any:
		same := make(map[string]any, len(value))
		for _, key := range slices.Sorted(maps.Keys(value)) {
			entry, err := copied(value[key])
			if err != nil {
				return nil, err
			}
			same[key] = entry
		}
		return same, nil
	case []any:
		same := make([]any, len(value))
		for i := range value {
			entry, err := copied(value[i])
			if err != nil {
				return nil, err
			}
			same[i] = entry
		}
		return same, nil
	case nil, string, bool, float64, int64:
		return value, nil
	default:
		return nil, fmt.Errorf("cannot deep copy %T", value)
	}
}
