package main

import "k8s-deploy-action/renderer/asserts"

// testResult is UnittestTest of src/render/suite-runs.ts.
type testResult struct {
	Name         string         `json:"name"`
	Line         int            `json:"line"`
	Column       int            `json:"column"`
	Passed       bool           `json:"passed"`
	Skipped      string         `json:"skipped"`
	Error        string         `json:"error"`
	Milliseconds float64        `json:"milliseconds"`
	Asserts      []assertResult `json:"asserts"`
	// What no message of a test that did not pass may show.
	Given   map[string]any     `json:"given,omitempty"`
	Secrets []asserts.Document `json:"secrets,omitempty"`
}

type assertResult struct {
	Type     string          `json:"type"`
	Not      bool            `json:"not"`
	Line     int             `json:"line"`
	Column   int             `json:"column"`
	Passed   bool            `json:"passed"`
	Skipped  string          `json:"skipped"`
	Failures []failureResult `json:"failures"`
	Problems []problemResult `json:"problems"`
}

type failureResult struct {
	Template string `json:"template"`
	Document int    `json:"document"`
	Value    int    `json:"value"`
	Path     string `json:"path"`
	Message  string `json:"message"`
	Expected string `json:"expected"`
	Actual   string `json:"actual"`
}

type problemResult struct {
	Rule    string `json:"rule"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
}

func assertResultOf(assertion *asserts.Assertion, verdict asserts.Verdict) assertResult {
	result := assertResult{
		Type:     assertion.Type,
		Not:      assertion.Not,
		Line:     assertion.At.Line,
		Column:   assertion.At.Column,
		Passed:   verdict.Passed,
		Skipped:  verdict.Reason,
		Failures: make([]failureResult, 0, len(verdict.Failures)),
		Problems: problemResults(verdict.Problems),
	}
	for _, failure := range verdict.Failures {
		result.Failures = append(result.Failures, failureResult(failure))
	}
	return result
}

func problemResults(problems []asserts.Problem) []problemResult {
	results := make([]problemResult, 0, len(problems))
	for _, problem := range problems {
		results = append(results, problemResult{problem.Rule, problem.At.Line, problem.At.Column, problem.Message, problem.Hint})
	}
	return results
}
