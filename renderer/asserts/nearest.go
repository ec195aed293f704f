package asserts

import (
	"fmt"
	"strings"
)

// Suggestion is a hint with the closest of the names, or with all of them. The measure is that of src/stack/nearest.ts.
func Suggestion(word string, names []string) string {
	if name := nearest(word, names); name != "" {
		return fmt.Sprintf("did you mean %q?", name)
	}
	return "known are: " + strings.Join(names, ", ")
}

// nearest is the closest name, the first among equals; empty if none is close enough to be a slip of the hand.
func nearest(word string, names []string) string {
	best, least := "", 1<<30
	for _, name := range names {
		distance := distanceBetween(strings.ToLower(word), strings.ToLower(name))
		if distance < least && distance <= tolerance(word, name) {
			best, least = name, distance
		}
	}
	return best
}

// tolerance is a third of the longer word: at least one character, at most three.
func tolerance(a, b string) int {
	length := max(len(a), len(b))
	if length < 2 {
		return 0
	}
	return min(3, max(1, length/3))
}

// comparedBytes: longer words are no slip of the hand.
const comparedBytes = 100

// distanceBetween counts what it takes to turn one word into the other: insert, delete, replace, swap two neighbours.
func distanceBetween(a, b string) int {
	if max(len(a), len(b)) > comparedBytes {
		return 1 << 20
	}
	var older []int
	previous := make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			replaced := previous[j-1]
			if a[i-1] != b[j-1] {
				replaced++
			}
			row[j] = min(replaced, previous[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], older[j-2]+1)
			}
		}
		older, previous = previous, row
	}
	return previous[len(b)]
}
