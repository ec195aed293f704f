package main

import "time"

const (
	requestBytes  = 64 << 20  // one line on stdin
	renderedBytes = 100 << 20 // what the templates of one case print, together
	objectCount   = 10_000    // of one case
	parsedSets    = 64        // sets of enabled templates that are kept parsed
	heapBytes     = 1 << 30   // beyond it the process ends itself, before the machine suffers
	heapInterval  = 50 * time.Millisecond
)
