package main

import "sigs.k8s.io/yaml/goyaml.v3"

// duplicateKeys are the paths of keys that stand twice in a map. The text is valid YAML.
func duplicateKeys(text string) [][]any {
	var root yaml.Node
	if yaml.Unmarshal([]byte(text), &root) != nil {
		return nil // a fault that only the newer of the two YAML libraries sees; Helm reads with the older one
	}
	var found [][]any
	collectDuplicates(&root, nil, &found)
	return found
}

func collectDuplicates(node *yaml.Node, path []any, found *[][]any) {
	step := func(child *yaml.Node, key any) {
		collectDuplicates(child, append(path[:len(path):len(path)], key), found)
	}
	switch node.Kind {
	case yaml.DocumentNode:
		for _, child := range node.Content {
			collectDuplicates(child, path, found)
		}
	case yaml.SequenceNode:
		for index, child := range node.Content {
			step(child, index)
		}
	case yaml.MappingNode:
		seen := make(map[string]bool, len(node.Content)/2)
		for i := 0; i+1 < len(node.Content); i += 2 {
			key := node.Content[i].Value
			if seen[key] {
				*found = append(*found, append(path[:len(path):len(path)], key))
			}
			seen[key] = true
			step(node.Content[i+1], key)
		}
	}
}
