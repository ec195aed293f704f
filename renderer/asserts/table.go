package asserts

import (
	"maps"
	"slices"
)

// meaning is what the name of an assertion says: a question, and which answer is wanted.
type meaning struct {
	*question
	negative bool
	// wantsFailure: only a failed render can answer.
	wantsFailure bool
}

// meanings are the 36 names of helm-unittest 1.1.2.
var meanings = map[string]meaning{
	"contains":          {question: contains},
	"containsDocument":  {question: containsDocument},
	"equal":             {question: equal},
	"equalRaw":          {question: equalRaw},
	"exists":            {question: exists},
	"failedTemplate":    {question: failedTemplate, wantsFailure: true},
	"greaterOrEqual":    {question: greaterOrEqual},
	"hasDocuments":      {question: hasDocuments},
	"isAPIVersion":      {question: isAPIVersion},
	"isEmpty":           {question: isNullOrEmpty},
	"isKind":            {question: isKind},
	"isNotEmpty":        {question: isNullOrEmpty, negative: true},
	"isNotNull":         {question: exists},
	"isNotNullOrEmpty":  {question: isNullOrEmpty, negative: true},
	"isNotSubset":       {question: isSubset, negative: true},
	"isNotType":         {question: isType, negative: true},
	"isNull":            {question: exists, negative: true},
	"isNullOrEmpty":     {question: isNullOrEmpty},
	"isSubset":          {question: isSubset},
	"isType":            {question: isType},
	"lengthEqual":       {question: lengthEqual},
	"lessOrEqual":       {question: lessOrEqual},
	"matchRegex":        {question: matchRegex},
	"matchRegexRaw":     {question: matchRegexRaw},
	"matchSnapshot":     {question: matchSnapshot},
	"matchSnapshotRaw":  {question: matchSnapshotRaw},
	"notContains":       {question: contains, negative: true},
	"notEqual":          {question: equal, negative: true},
	"notEqualRaw":       {question: equalRaw, negative: true},
	"notExists":         {question: exists, negative: true},
	"notFailedTemplate": {question: failedTemplate, negative: true},
	"notGreaterOrEqual": {question: greaterOrEqual, negative: true},
	"notLengthEqual":    {question: lengthEqual, negative: true},
	"notLessOrEqual":    {question: lessOrEqual, negative: true},
	"notMatchRegex":     {question: matchRegex, negative: true},
	"notMatchRegexRaw":  {question: matchRegexRaw, negative: true},
}

var assertionNames = slices.Sorted(maps.Keys(meanings))

// question is one of the 19 things that can be asked of the documents of a template.
type question struct {
	parameters []parameter
	// holds says whether the assertion holds in one template, with its polarity; if not, it says why with trial.fail.
	holds func(t *trial) bool
	// unsound says which parameters make the assertion fail whatever is rendered; empty: none.
	unsound func(a *asked) string
	// meant complains of parameters that can't be meant so: they have no effect, or leave nothing to be judged.
	meant func(a *Assertion, complain func(rule, message, hint string))
	// countless: it can be answered without any document.
	countless bool
	// needsValue: a negative answer says something only if there was a value. Not of `exists`, which asks for absence.
	needsValue bool
	snapshots  bool
}
