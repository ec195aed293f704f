package main

import (
	"slices"
	"text/template/parse"
)

// calls tells whether a function is called somewhere below a node, in whatever branch.
func calls(node parse.Node, function string) bool {
	in := func(nodes ...parse.Node) bool {
		return slices.ContainsFunc(nodes, func(one parse.Node) bool { return calls(one, function) })
	}
	branch := func(b *parse.BranchNode) bool {
		return in(b.Pipe, b.List) || b.ElseList != nil && in(b.ElseList)
	}
	switch n := node.(type) {
	case *parse.IdentifierNode:
		return n.Ident == function
	case *parse.ListNode:
		return n != nil && in(n.Nodes...)
	case *parse.ActionNode:
		return in(n.Pipe)
	case *parse.PipeNode:
		return n != nil && slices.ContainsFunc(n.Cmds, func(c *parse.CommandNode) bool { return in(c.Args...) })
	case *parse.ChainNode:
		return in(n.Node)
	case *parse.TemplateNode:
		return in(n.Pipe)
	case *parse.IfNode:
		return branch(&n.BranchNode)
	case *parse.WithNode:
		return branch(&n.BranchNode)
	case *parse.RangeNode:
		return branch(&n.BranchNode)
	}
	return false
}
