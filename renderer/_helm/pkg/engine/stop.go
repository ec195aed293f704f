package engine

import (
	"sync"
	"text/template"
)

// Stop ends a render from outside, as soon as its templates call a function or print something. One that does neither, or
// that loops in a text given to `tpl`, goes on.
type Stop struct {
	mutex   sync.Mutex
	running *template.Template
	reason  error
}

// Now makes the render fail with the first reason that is given.
func (s *Stop) Now(reason error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.reason != nil {
		return
	}
	s.reason = reason
	if s.running != nil {
		s.running.Funcs(failing(reason)) // looked up anew for each call, behind a lock
	}
}

// Reason is nil for a render that nobody stopped.
func (s *Stop) Reason() error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.reason
}

func (s *Stop) begin(running *template.Template) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.running = running
	if s.reason != nil {
		running.Funcs(failing(s.reason))
	}
}

// failing has every function that a template can call.
func failing(reason error) template.FuncMap {
	fail := func(...any) (any, error) { return nil, reason }
	functions := template.FuncMap{"include": fail, "tpl": fail, "required": fail, "fail": fail}
	for name := range funcMap() {
		functions[name] = fail
	}
	for _, name := range []string{
		"and", "call", "html", "index", "slice", "js", "len", "not", "or", "print", "printf", "println", "urlquery",
		"eq", "ge", "gt", "le", "lt", "ne",
	} {
		functions[name] = fail
	}
	return functions
}
