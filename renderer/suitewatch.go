package main

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"helm.sh/helm/v3/pkg/engine"
)

// testWatch knows the tests that are under way, to stop them.
type testWatch struct {
	mutex    sync.Mutex
	underWay []*engine.Stop
	stuck    atomic.Bool
}

var errMemory = fmt.Errorf("the templates need more than %d MiB of memory", alarmBytes>>20)

// stopAll is called when memory runs short. Which of the tests it is shows when each runs alone.
func (w *testWatch) stopAll() {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	for _, stop := range w.underWay {
		stop.Now(errMemory)
	}
}

func (w *testWatch) add(stop *engine.Stop) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.underWay = append(w.underWay, stop)
}

func (w *testWatch) remove(stop *engine.Stop) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.underWay = slices.DeleteFunc(w.underWay, func(each *engine.Stop) bool { return each == stop })
}

func (s *suiteRun) onAllCores(tests []*testRun) {
	var next atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for index := next.Add(1) - 1; int(index) < len(tests); index = next.Add(1) - 1 {
				s.inTime(tests[index])
			}
		})
	}
	workers.Wait()
	for _, each := range tests {
		if errors.Is(each.stop.Reason(), errMemory) {
			runtime.GC()
			each.reset()
			s.inTime(each)
		}
	}
}

// inTime stops a test that does not end. If it can't be stopped, it goes on using a core, and what becomes of it is nobody's.
func (s *suiteRun) inTime(t *testRun) {
	own := *t
	done := make(chan struct{})
	s.watch.add(t.stop)
	defer s.watch.remove(t.stop)
	go func() {
		defer close(done)
		defer own.recovered()
		s.start(&own)
	}()
	select {
	case <-done:
		*t = own
		return
	case <-time.After(time.Duration(s.TimeoutSeconds * float64(time.Second))):
	}
	late := fmt.Errorf("the templates did not end within %v s", s.TimeoutSeconds)
	t.stop.Now(late)
	t.result.Error = late.Error()
	t.result.Milliseconds = s.TimeoutSeconds * 1000
	select {
	case <-done:
	case <-time.After(stopGrace):
		s.watch.stuck.Store(true)
	}
}

// recovered makes a panic the error of its test.
func (t *testRun) recovered() {
	if reason := recover(); reason != nil {
		t.rendered = nil
		t.result.Error, t.result.Passed = fmt.Sprint(reason), false
	}
}
