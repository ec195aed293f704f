/** The syntax tree of an expression: what it reads, what it calls, and what a node is called in a message. */
import type { parse } from '@bufbuild/cel';

export type Node = ReturnType<typeof parse>['expr'];

/** A variable that no macro binds. */
export interface Reference {
  readonly id: bigint;
  readonly name: string;
}

export interface Call {
  readonly id: bigint;
  /** `base64.decode`, where the target could be a namespace: the longer name comes first. */
  readonly names: readonly string[];
  readonly args: readonly Node[];
}

export interface Reading {
  readonly references: readonly Reference[];
  readonly calls: readonly Call[];
  readonly nodes: ReadonlyMap<bigint, Node>;
}

/** `isFunction` decides whether `base64` in `base64.decode(x)` is a namespace. */
export function readingOf(root: Node, isFunction: (name: string) => boolean): Reading {
  const references: Reference[] = [];
  const calls: Call[] = [];
  const nodes = new Map<bigint, Node>();
  const visit = (node: Node | undefined, bound: readonly string[]): void => {
    if (node === undefined) return;
    nodes.set(node.id, node);
    const { exprKind: kind } = node;
    switch (kind.case) {
      case 'identExpr':
        if (!bound.includes(kind.value.name)) references.push({ id: node.id, name: kind.value.name });
        break;
      case 'selectExpr':
        visit(kind.value.operand, bound);
        break;
      case 'callExpr': {
        const { target, function: name, args } = kind.value;
        const namespace = target === undefined ? null : dotted(target);
        const qualified = namespace === null ? null : `${namespace}.${name}`;
        calls.push({ id: node.id, names: qualified === null ? [name] : [qualified, name], args });
        if (qualified === null || !isFunction(qualified)) visit(target, bound);
        for (const argument of args) visit(argument, bound);
        break;
      }
      case 'listExpr':
        for (const element of kind.value.elements) visit(element, bound);
        break;
      case 'structExpr':
        for (const { keyKind, value } of kind.value.entries) {
          if (keyKind.case === 'mapKey') visit(keyKind.value, bound);
          visit(value, bound);
        }
        break;
      case 'comprehensionExpr': {
        const { accuVar, iterVar, accuInit, iterRange, loopCondition, loopStep, result } = kind.value;
        const inside = [...bound, accuVar, iterVar];
        visit(iterRange, bound);
        visit(accuInit, bound);
        for (const part of [loopCondition, loopStep, result]) visit(part, inside);
        break;
      }
      case 'constExpr':
      case undefined:
        break;
    }
  };
  visit(root, []);
  return { references, calls, nodes };
}

/** `spec.template.spec`; null for anything but a variable and fields of it. */
export function dotted(node: Node): string | null {
  const { exprKind: kind } = node;
  if (kind.case === 'identExpr') return kind.value.name;
  if (kind.case !== 'selectExpr' || kind.value.operand === undefined) return null;
  const operand = dotted(kind.value.operand);
  return operand === null ? null : `${operand}.${kind.value.field}`;
}

export const constantText = (node: Node | undefined): string | null =>
  node?.exprKind.case === 'constExpr' && node.exprKind.value.constantKind.case === 'stringValue'
    ? node.exprKind.value.constantKind.value
    : null;
