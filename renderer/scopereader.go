package main

import (
	"maps"
	"text/template/parse"
)

// scopeReader goes through one template as the template engine would, both ways at each branch.
type scopeReader struct {
	list      *readList
	variables map[string]scope
}

func (r *scopeReader) nodes(list *parse.ListNode, dot scope) {
	if list == nil {
		return
	}
	for _, node := range list.Nodes {
		switch node := node.(type) {
		case *parse.ActionNode:
			value := r.pipe(node.Pipe, dot)
			if len(node.Pipe.Decl) == 0 {
				r.list.use(value)
			}
		case *parse.TemplateNode:
			if node.Pipe != nil {
				r.list.call(node.Name, r.pipe(node.Pipe, dot))
			}
		case *parse.IfNode:
			r.branch(&node.BranchNode, dot)
		case *parse.WithNode:
			r.branch(&node.BranchNode, dot)
		case *parse.RangeNode:
			r.branch(&node.BranchNode, dot)
		}
	}
}

// branch: variables that are declared inside end with it.
func (r *scopeReader) branch(node *parse.BranchNode, dot scope) {
	outer := maps.Clone(r.variables)
	value := r.pipe(node.Pipe, dot)
	switch node.NodeType {
	case parse.NodeIf:
		r.list.test(value)
		r.nodes(node.List, dot)
	case parse.NodeWith:
		r.list.test(value)
		r.nodes(node.List, value)
	default:
		r.entries(node, value)
	}
	r.variables = outer
	r.nodes(node.ElseList, dot)
	r.variables = outer
}

// entries goes through what `range` goes through: each entry of a dict or list that the template made, else once for all.
func (r *scopeReader) entries(node *parse.BranchNode, value scope) {
	each := func(key, entry scope) {
		names := node.Pipe.Decl
		if len(names) > 0 {
			r.variables[names[len(names)-1].Ident[0]] = entry
		}
		if len(names) > 1 {
			r.variables[names[0].Ident[0]] = key
		}
		r.nodes(node.List, entry)
	}
	switch value.kind {
	case listScope:
		for _, item := range value.items {
			each(scope{}, item)
		}
	case dictScope:
		for key, entry := range value.entries {
			each(scope{kind: textScope, text: key}, entry)
		}
	default:
		r.list.use(value)
		each(scope{}, scope{})
	}
}

func (r *scopeReader) pipe(pipe *parse.PipeNode, dot scope) scope {
	var value scope
	for index, command := range pipe.Cmds {
		var piped []scope
		if index > 0 {
			piped = []scope{value}
		}
		value = r.command(command, dot, piped)
	}
	for _, variable := range pipe.Decl {
		if pipe.IsAssign { // from here on it is one or the other
			r.list.use(r.variables[variable.Ident[0]])
			r.list.use(value)
			value = scope{}
		}
		r.variables[variable.Ident[0]] = value
	}
	return value
}

func (r *scopeReader) command(command *parse.CommandNode, dot scope, piped []scope) scope {
	function, isCall := command.Args[0].(*parse.IdentifierNode)
	if !isCall {
		return r.operand(command.Args[0], dot)
	}
	var arguments []scope
	for _, node := range command.Args[1:] {
		arguments = append(arguments, r.operand(node, dot))
	}
	return r.list.apply(function.Ident, append(arguments, piped...))
}

func (r *scopeReader) operand(node parse.Node, dot scope) scope {
	switch node := node.(type) {
	case *parse.DotNode:
		return dot
	case *parse.FieldNode:
		return dot.fields(node.Ident)
	case *parse.VariableNode:
		return r.variables[node.Ident[0]].fields(node.Ident[1:])
	case *parse.ChainNode:
		return r.operand(node.Node, dot).fields(node.Field)
	case *parse.PipeNode:
		return r.pipe(node, dot)
	case *parse.StringNode:
		return scope{kind: textScope, text: node.Text}
	case *parse.NumberNode:
		return scope{kind: textScope, text: node.Text}
	default: // also a function without arguments
		return scope{}
	}
}
