package main

import (
	"fmt"
	"os"
	"runtime/metrics"
	"time"
)

// guardMemory ends the process when the templates of some case fill the memory: a goroutine can't be stopped from outside.
// The client finds out which case it was.
func guardMemory() {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	for range time.Tick(heapInterval) {
		metrics.Read(sample)
		if sample[0].Value.Uint64() > heapBytes {
			fmt.Fprintf(os.Stderr, "more than %d GiB of memory are in use\n", heapBytes>>30)
			os.Exit(memoryExitCode)
		}
	}
}

const memoryExitCode = 3
