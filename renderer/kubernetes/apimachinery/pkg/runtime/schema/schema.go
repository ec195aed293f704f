// Package schema names kinds of Kubernetes objects.
package schema

import "strings"

type GroupVersion struct{ Group, Version string }

func (v GroupVersion) String() string {
	if v.Group == "" {
		return v.Version
	}
	return v.Group + "/" + v.Version
}

type GroupVersionKind struct{ Group, Version, Kind string }

func (k GroupVersionKind) GroupVersion() GroupVersion {
	return GroupVersion{Group: k.Group, Version: k.Version}
}

func (k GroupVersionKind) String() string { return k.GroupVersion().String() + ", Kind=" + k.Kind }

type GroupVersionResource struct{ Group, Version, Resource string }

func FromAPIVersionAndKind(apiVersion, kind string) GroupVersionKind {
	group, version, grouped := strings.Cut(apiVersion, "/")
	if !grouped {
		group, version = "", apiVersion
	}
	return GroupVersionKind{Group: group, Version: version, Kind: kind}
}
