// Package asserts judges rendered documents as helm-unittest 1.1.2 does: its assertions, paths, document selectors and
// snapshots. It knows no Helm: documents come in, verdicts go out.
//
// There are two modes. `compat` gives the verdicts of helm-unittest, defects included. The default mode closes what fails
// open there; each place where the two differ says so.
package asserts

// Position is a place in the YAML that was read, from 1.
type Position struct{ Line, Column int }

// Problem is what is wrong with what somebody wrote, or with what an assertion says. Rule is an id without its `suite/`.
type Problem struct {
	At                  Position
	Rule, Message, Hint string
}

// The rules that this package finds broken.
const (
	ruleIgnored         = "ignored"
	ruleMissingSnapshot = "missing-snapshot"
	rulePattern         = "pattern"
	ruleUnknownKey      = "unknown-key"
	ruleUnreadable      = "unreadable"
	ruleVacuous         = "vacuous"
)

// Verdict is what came of an assertion.
type Verdict struct {
	Passed, Skipped bool
	// Reason is why it was skipped.
	Reason   string
	Failures []Failure
	// Problems of the default mode: it would have passed, but that says nothing. Then it does not pass.
	Problems []Problem
}

// Failure is one document or value that isn't as it should be.
type Failure struct {
	Template string
	// Document counts from 0 within its file, Value from 0 among those at the path; -1: the failure is about none.
	Document, Value int
	Path, Message   string
	// Expected and Actual are YAML, or empty.
	Expected, Actual string
}
