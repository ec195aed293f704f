package main

import (
	"path"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"k8s-deploy-action/renderer/suites"
)

// blame finds the file and the last message in what Helm says about a template, as helm-unittest does.
var blame = regexp.MustCompile(`(?msU)^(?:.+: |.+ \()(?:(.+):\d+:\d+).+(?:.+>)*: (.+)$`)

// blamed has, instead of what files print, what one failed with; a failed partial counts for every file that the suite selects.
// It is nil for an error that names no file.
func blamed(test *suites.Test, err error) map[string]string {
	found := blame.FindStringSubmatch(err.Error())
	if found == nil {
		return nil
	}
	file, message := found[1], found[2]
	if _, rest, several := strings.Cut(err.Error(), "\n"); several {
		message = rest
	}
	text, err := yaml.Marshal(map[string]string{rawKey: strings.TrimLeft(message, "\n")})
	if err != nil {
		return nil
	}
	if !strings.HasPrefix(path.Base(file), "_") {
		return map[string]string{file: string(text)}
	}
	wanted := test.Suite.Templates
	if len(wanted) == 0 {
		wanted = []string{suites.EveryTemplate}
	}
	printed := make(map[string]string)
	for _, name := range wanted {
		printed[suites.FullName(test.Suite.Route, name)] = string(text)
	}
	return printed
}
