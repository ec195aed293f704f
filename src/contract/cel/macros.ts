/**
 * Makes the macros (`all`, `exists`, `map`, `filter`, …) safe for long lists. The library expands `map` and `filter` to
 * `@result + [item]`, a list in a list for every item, which takes quadratic time and overflows the stack at some thousands;
 * here the items are put into one array instead. And every range is counted, so that nested macros cannot run for hours.
 */
import { celFunc, celList, CelScalar, isCelList, isCelMap, listType, type CelFunc } from '@bufbuild/cel';
import { celLimits } from './limits.ts';
import type { Node } from './syntax.ts';

// No expression can name these: `@` is no part of an identifier.
const startName = '@start';
const appendName = '@append';
const countedName = '@counted';

/** Evaluation is synchronous: one counter serves all. */
let left = 0;

export function refillBudget(): void {
  left = celLimits.items;
}

type Item = Parameters<typeof celList>[0] extends readonly (infer T)[] | infer _ ? T : never;
const growing = new WeakMap<object, Item[]>();

const list = listType(CelScalar.DYN);

export const macroFunctions: readonly CelFunc[] = [
  celFunc(startName, [], list, () => {
    const items: Item[] = [];
    const result = celList(items);
    growing.set(result, items);
    return result;
  }),
  // Only the macro that started the list can see it before it is whole.
  celFunc(appendName, [list, CelScalar.DYN], list, (result, item) => {
    growing.get(result)?.push(item);
    return result;
  }),
  celFunc(countedName, [CelScalar.DYN], CelScalar.DYN, (range) => {
    if (isCelList(range) || isCelMap(range)) left -= range.size;
    if (left < 0) {
      throw new Error(
        `the rule goes over more than ${celLimits.items} items; nested macros multiply, so filter the outer list first`,
      );
    }
    return range;
  }),
];

/** The same expression with its macros made safe. */
export function withSafeMacros(node: Node): Node {
  const { exprKind: kind } = node;
  switch (kind.case) {
    case 'selectExpr':
      return { ...node, exprKind: { ...kind, value: { ...kind.value, ...operandOf(kind.value.operand) } } };
    case 'callExpr': {
      const { target, args } = kind.value;
      const value = { ...kind.value, args: args.map(withSafeMacros) };
      return {
        ...node,
        exprKind: {
          ...kind,
          value: target === undefined ? value : { ...value, target: withSafeMacros(target) },
        },
      };
    }
    case 'listExpr':
      return {
        ...node,
        exprKind: {
          ...kind,
          value: { ...kind.value, elements: kind.value.elements.map(withSafeMacros) },
        },
      };
    case 'structExpr': {
      const entries = kind.value.entries.map((entry) => ({
        ...entry,
        ...(entry.keyKind.case === 'mapKey' && {
          keyKind: { case: 'mapKey' as const, value: withSafeMacros(entry.keyKind.value) },
        }),
        ...(entry.value !== undefined && { value: withSafeMacros(entry.value) }),
      }));
      return { ...node, exprKind: { ...kind, value: { ...kind.value, entries } } };
    }
    case 'comprehensionExpr': {
      const { accuInit, iterRange, loopStep } = kind.value;
      if (accuInit === undefined || iterRange === undefined || loopStep === undefined) return node;
      const makesList = accuInit.exprKind.case === 'listExpr';
      const value = {
        ...kind.value,
        iterRange: callOf(node, countedName, [withSafeMacros(iterRange)]),
        accuInit: makesList ? callOf(accuInit, startName, []) : accuInit,
        loopStep: withSafeMacros(makesList ? appending(loopStep, kind.value.accuVar) : loopStep),
      };
      return { ...node, exprKind: { ...kind, value } };
    }
    case 'constExpr':
    case 'identExpr':
    case undefined:
      return node;
  }
}

const operandOf = (operand: Node | undefined): { operand?: Node } =>
  operand === undefined ? {} : { operand: withSafeMacros(operand) };

const callOf = ({ $typeName, id }: Node, name: string, args: Node[]): Node => ({
  $typeName,
  id,
  exprKind: { case: 'callExpr', value: { $typeName: 'cel.expr.Expr.Call', function: name, args } },
});

/** `@result + [x]`, also as a branch of `c ? @result + [x] : @result`. */
function appending(step: Node, accumulator: string): Node {
  if (step.exprKind.case !== 'callExpr') return step;
  const { function: name, args } = step.exprKind.value;
  const [first, second] = args;
  if (name === '_?_:_') {
    const value = {
      ...step.exprKind.value,
      args: args.map((argument, index) => (index === 1 ? appending(argument, accumulator) : argument)),
    };
    return { ...step, exprKind: { case: 'callExpr', value } };
  }
  if (name !== '_+_' || first?.exprKind.case !== 'identExpr' || second?.exprKind.case !== 'listExpr')
    return step;
  const [item] = second.exprKind.value.elements;
  return first.exprKind.value.name === accumulator && item !== undefined
    ? callOf(step, appendName, [first, item])
    : step;
}
