package main

import (
	"fmt"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"
)

// memoryGuard watches what is in use. Tests of suites can be stopped; other templates can't be stopped from outside, so
// beyond a second mark the process ends itself. The client finds out which case it was.
type memoryGuard struct {
	mutex     sync.Mutex
	listeners map[int]func()
	last      int
}

func startMemoryGuard() *memoryGuard {
	guard := &memoryGuard{listeners: make(map[int]func())}
	go guard.watch()
	return guard
}

// listen calls whenever memory runs short, until the function that it returns is called.
func (g *memoryGuard) listen(call func()) (end func()) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.last++
	number := g.last
	g.listeners[number] = call
	debug.SetMemoryLimit(alarmBytes) // so that what is in use beyond it is no garbage
	return func() {
		g.mutex.Lock()
		defer g.mutex.Unlock()
		if delete(g.listeners, number); len(g.listeners) == 0 {
			debug.SetMemoryLimit(math.MaxInt64)
		}
	}
}

func (g *memoryGuard) watch() {
	for range time.Tick(heapInterval) {
		switch used := heapInUse(); {
		case used > heapBytes:
			fmt.Fprintf(os.Stderr, "more than %d GiB of memory are in use\n", heapBytes>>30)
			os.Exit(memoryExitCode)
		case used > alarmBytes:
			g.alarm()
		}
	}
}

func heapInUse() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

func (g *memoryGuard) alarm() {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if len(g.listeners) == 0 {
		return
	}
	for _, call := range g.listeners {
		call()
	}
	runtime.GC() // after it: until then a test would go on filling the memory
}

const memoryExitCode = 3
