package suites

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"k8s-deploy-action/renderer/asserts"
)

// refuse is for what helm-unittest refuses too.
func (r *reader) refuse(node *yaml.Node, err error) *Suite {
	r.file.Refused = true
	messages := []string{strings.TrimPrefix(err.Error(), "yaml: ")}
	var types *yaml.TypeError
	if errors.As(err, &types) {
		messages = types.Errors
	}
	for _, message := range messages {
		at, hint := node, ""
		if line, rest, found := placed(message); found {
			at, message = &yaml.Node{Line: line, Column: 1}, rest
		}
		if at != node && r.isTold(at) {
			continue
		}
		if strings.Contains(message, unknownEscape) {
			hint = `write a backslash in double quotes as \\, or use single quotes`
		}
		message, _, _ = strings.Cut(message, " in type ") // of this program
		message, _, _ = strings.Cut(message, " at line ") // of the part, not of the file
		r.problem(at, "unreadable", message, hint)
	}
	return nil
}

// isTold: something of that line is told already, with its column.
func (r *reader) isTold(node *yaml.Node) bool {
	line := r.in(asserts.Position{Line: node.Line, Column: node.Column}).Line
	return slices.ContainsFunc(r.file.Problems, func(problem asserts.Problem) bool { return problem.At.Line == line })
}

const unknownEscape = "unknown escape character"

// placed takes the line out of what the YAML library says: it tells it only in its text.
func placed(message string) (line int, rest string, found bool) {
	number, rest, found := strings.Cut(strings.TrimPrefix(message, "line "), ": ")
	line, err := strconv.Atoi(number)
	return line, rest, found && err == nil
}
