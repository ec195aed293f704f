// Package v1 has the options and lists with which Helm's `lookup` would ask a cluster.
package v1

type (
	GetOptions  struct{}
	ListOptions struct{}
	APIResource struct {
		Name, Group, Version, Kind string
		Namespaced                 bool
	}
	APIResourceList struct{ APIResources []APIResource }
)
