package main

import (
	"bytes"
	"log"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// warningLog gathers what Helm logs on the way. Helm writes to the process's one logger; a line belongs to the render whose
// goroutine wrote it.
type warningLog struct {
	mutex sync.Mutex
	lines map[string][]string
}

func listenToHelm() *warningLog {
	w := &warningLog{lines: make(map[string][]string)}
	log.SetFlags(0)
	log.SetOutput(w)
	return w
}

func (w *warningLog) Write(line []byte) (int, error) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	me := goroutine()
	if lines, listening := w.lines[me]; listening {
		w.lines[me] = append(lines, strings.TrimSpace(string(line)))
	}
	return len(line), nil
}

// during runs work and returns what was logged by it, each line once: Helm merges values several times, and goes through
// maps in any order.
func (w *warningLog) during(work func()) []string {
	me := goroutine()
	outer := w.swap(me, []string{}, true)
	defer func() { w.swap(me, outer, outer != nil) }()
	work()
	lines := w.swap(me, []string{}, true)
	slices.Sort(lines)
	return slices.Compact(lines)
}

func (w *warningLog) swap(me string, lines []string, listen bool) []string {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	before := w.lines[me]
	if listen {
		w.lines[me] = lines
	} else {
		delete(w.lines, me)
	}
	return before
}

// goroutine is the name of the one that runs, the first words of its stack trace: `goroutine 17`.
func goroutine() string {
	var trace [32]byte
	n := runtime.Stack(trace[:], false)
	name, _, _ := bytes.Cut(trace[:n], []byte(" ["))
	return string(name)
}
