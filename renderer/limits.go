package main

import "time"

const (
	requestBytes   = 64 << 20  // one line on stdin
	renderedBytes  = 100 << 20 // what the templates of one case print, together
	objectCount    = 10_000    // of one case
	parsedSets     = 512       // sets of enabled templates that are kept parsed
	switchedCharts = 64        // sets of enabled subcharts of which the charts are kept
	documentBytes  = 64 << 20  // printed text whose documents are kept while suites run
	alarmBytes     = 512 << 20 // beyond it tests of suites are stopped, and tried again one by one
	stopGrace      = 500 * time.Millisecond
	heapBytes      = 1 << 30 // beyond it the process ends itself, before the machine suffers
	heapInterval   = 50 * time.Millisecond
)
