module k8s-deploy-action/renderer

go 1.25.0

toolchain go1.26.8

require (
	github.com/Masterminds/semver/v3 v3.3.0
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.2
	github.com/vmware-labs/yaml-jsonpath v0.3.2
	go.yaml.in/yaml/v3 v3.0.5
	helm.sh/helm/v3 v3.18.6
	sigs.k8s.io/yaml v1.5.0
)

require (
	dario.cat/mergo v1.0.1 // indirect
	github.com/BurntSushi/toml v1.5.0 // indirect
	github.com/Masterminds/goutils v1.1.1 // indirect
	github.com/Masterminds/sprig/v3 v3.3.0 // indirect
	github.com/cyphar/filepath-securejoin v0.4.1 // indirect
	github.com/gobwas/glob v0.2.3 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/huandu/xstrings v1.5.0 // indirect
	github.com/mitchellh/copystructure v1.2.0 // indirect
	github.com/mitchellh/reflectwalk v1.0.2 // indirect
	github.com/pkg/errors v0.9.1 // indirect
	github.com/shopspring/decimal v1.4.0 // indirect
	github.com/spf13/cast v1.7.0 // indirect
	go.yaml.in/yaml/v2 v2.4.2 // indirect
	golang.org/x/crypto v0.55.0 // indirect
	golang.org/x/sys v0.47.0 // indirect
	golang.org/x/text v0.41.0 // indirect
	k8s.io/apiextensions-apiserver v0.33.3 // indirect
	k8s.io/apimachinery v0.33.3 // indirect
	k8s.io/client-go v0.33.3 // indirect
)

// Helm's engine names the Kubernetes client, and never uses it for `helm template`. See docs/decisions/0010-renderer.md.
replace (
	k8s.io/apiextensions-apiserver => ./kubernetes/apiextensions-apiserver
	k8s.io/apimachinery => ./kubernetes/apimachinery
	k8s.io/client-go => ./kubernetes/client-go
)

replace github.com/vmware-labs/yaml-jsonpath v0.3.2 => github.com/helm-unittest/yaml-jsonpath v0.4.0
