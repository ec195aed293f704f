package suites

import (
	"io/fs"
	"path/filepath"
	"strings"
)

// Glob finds files by a pattern of package filepath, in which `**` stands for any number of folders.
func Glob(pattern string) ([]string, error) {
	steps := strings.Split(pattern, "**")
	if len(steps) == 1 {
		return filepath.Glob(pattern)
	}
	found := []string{""}
	for _, step := range steps {
		var next []string
		known := make(map[string]bool)
		for _, prefix := range found {
			roots, err := filepath.Glob(prefix + step)
			if err != nil {
				return nil, err
			}
			for _, root := range roots {
				err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
					if err == nil && !known[path] {
						known[path] = true
						next = append(next, path)
					}
					return nil // a folder that can't be read holds no suites
				})
				if err != nil {
					return nil, err
				}
			}
		}
		found = next
	}
	return found, nil
}
