package main

import (
	"fmt"
	"strconv"
	"strings"
	"text/template/parse"

	"helm.sh/helm/v3/pkg/engine"
)

type branch struct {
	Template string `json:"template"`
	Line     int    `json:"line"`
	Text     string `json:"text"`
}

// branchKey finds a branch again in another parse of the same file: two pipelines never begin at the same byte.
type branchKey struct {
	file   string
	pos    parse.Pos // of the pipeline of `if`, `with`, `range`
	isElse bool
}

// branchList numbers the branches of some files.
type branchList struct {
	all     []branch
	numbers map[branchKey]int
}

// add takes a file as it stands: what it defines counts, even if another file's definition of that name wins.
func (l *branchList) add(name, text string, trees []*parse.Tree) {
	for _, tree := range trees {
		eachBranch(tree.Root, func(node *parse.BranchNode, follows bool) {
			words := []string{"if"}
			switch node.NodeType {
			case parse.NodeWith:
				words[0] = "with"
			case parse.NodeRange:
				words[0] = "range"
			}
			if follows {
				words = append([]string{"else"}, words...)
			}
			head := strings.Join(words, " ")
			l.append(branchKey{name, node.Pos, false}, node.Line, fmt.Sprintf("{{ %s %s }}", head, node.Pipe))
			if node.ElseList != nil && !isChained(node.ElseList) {
				before := strings.LastIndex(text[:node.ElseList.Pos], "{{")
				line := 1 + strings.Count(text[:max(before, 0)], "\n")
				l.append(branchKey{name, node.Pos, true}, line, "{{ else }}")
			}
		})
	}
}

func (l *branchList) append(key branchKey, line int, text string) {
	l.numbers[key] = len(l.all)
	l.all = append(l.all, branch{key.file, line, text})
}

// eachBranch yields `if`, `with` and `range`, outer ones first; `follows` is for those of an `else if`.
func eachBranch(list *parse.ListNode, yield func(node *parse.BranchNode, follows bool)) {
	visitBranches(list, false, yield)
}

func visitBranches(list *parse.ListNode, chained bool, yield func(*parse.BranchNode, bool)) {
	if list == nil {
		return
	}
	for _, node := range list.Nodes {
		if found := branchOf(node); found != nil {
			yield(found, chained)
			visitBranches(found.List, false, yield)
			visitBranches(found.ElseList, isChained(found.ElseList), yield)
		}
	}
}

func branchOf(node parse.Node) *parse.BranchNode {
	switch node := node.(type) {
	case *parse.IfNode:
		return &node.BranchNode
	case *parse.WithNode:
		return &node.BranchNode
	case *parse.RangeNode:
		return &node.BranchNode
	default:
		return nil
	}
}

// isChained tells `else if` and `else with`, which the parser turns into an `else` of one node.
func isChained(list *parse.ListNode) bool {
	return list != nil && len(list.Nodes) == 1 && branchOf(list.Nodes[0]) != nil
}

// A chart can't call it: its templates are parsed before there is a function of this name.
const reachedFunction = "k8sDeployReached"

// markBranches puts a call that prints nothing at the head of each branch.
func markBranches(parsed *engine.Parsed, numbers map[branchKey]int) error {
	for _, each := range parsed.Definitions() {
		if each.Tree == nil {
			continue
		}
		var marks []func() error
		eachBranch(each.Tree.Root, func(node *parse.BranchNode, _ bool) {
			file := each.Tree.ParseName
			marks = append(marks, func() error {
				if err := mark(node.List, numbers, branchKey{file, node.Pos, false}); err != nil {
					return err
				}
				return mark(node.ElseList, numbers, branchKey{file, node.Pos, true})
			})
		})
		for _, put := range marks {
			if err := put(); err != nil {
				return err
			}
		}
	}
	return nil
}

func mark(list *parse.ListNode, numbers map[branchKey]int, key branchKey) error {
	number, known := numbers[key]
	if !known {
		return nil // no else, or one that is a branch of its own
	}
	tree := parse.New(reachedFunction)
	tree.Mode = parse.SkipFuncCheck
	if _, err := tree.Parse("{{"+reachedFunction+" "+strconv.Itoa(number)+"}}", "", "", map[string]*parse.Tree{}); err != nil {
		return err
	}
	list.Nodes = append([]parse.Node{tree.Root.Nodes[0]}, list.Nodes...)
	return nil
}
