package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"k8s-deploy-action/renderer/suites"
)

const fileMark = "---\n#### file:"

var fileName = regexp.MustCompile(`#### file: (.*)`)

var errPostRenderer = errors.New("the suite wants a post-renderer, and none is allowed")

// postRender sends all that was printed through a program, in one text in which a comment names each file. What comes back
// without these comments is one file, `manifest.yaml`.
func (s *suiteRun) postRender(renderer suites.PostRenderer, printed map[string]string) (map[string]string, error) {
	if !s.PostRenderers {
		return nil, errPostRenderer
	}
	program, err := exec.LookPath(renderer.Command)
	if err != nil {
		return nil, fmt.Errorf("unable to find binary at %s: %w", renderer.Command, err)
	}
	if program, err = filepath.Abs(program); err != nil {
		return nil, err
	}
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(printed)) {
		text.WriteString(fileMark + " " + name + "\n" + strings.TrimSpace(printed[name]) + "\n")
	}
	limit, cancel := context.WithTimeout(context.Background(), time.Duration(s.TimeoutSeconds*float64(time.Second)))
	defer cancel()
	command := exec.CommandContext(limit, program, renderer.Arguments...)
	command.WaitDelay = time.Second // for children that keep its output open
	command.Stdin = strings.NewReader(text.String())
	var out, said bytes.Buffer
	command.Stdout, command.Stderr = &out, &said
	if err := command.Run(); err != nil {
		return nil, fmt.Errorf("post-render failed: error while running command %s. error output:\n%s: %w", program, said.String(), err)
	}
	return splitFiles(out.String()), nil
}

func splitFiles(text string) map[string]string {
	files := make(map[string]string)
	for rest := text; rest != ""; {
		block := rest
		if next := strings.Index(rest[1:], fileMark); next >= 0 {
			block = rest[:next+1]
		}
		rest = rest[len(block):]
		if name := fileName.FindStringSubmatch(block); name != nil {
			files[name[1]] = strings.TrimPrefix(block, "---\n"+name[0]+"\n")
		}
	}
	if len(files) == 0 {
		files["manifest.yaml"] = text
	}
	return files
}
