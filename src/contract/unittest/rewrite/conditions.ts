/** The assertions of helm-unittest that are about values of a document, as conditions of CEL: a table, one entry each. */
import { isMap, type Data, type DataMap } from '../../../kubernetes/data.ts';
import { constantOf, everyValue, fieldOf, hasField, presence, type Root, textOf } from './cel-text.ts';
import { stepsOf, type Step } from './path.ts';

/** What holds for a document; null: rules have no words for it. */
export type Condition = ((root: Root) => string) | null;

/** What a value that is there must be like. */
type Test = (value: string) => string;

/** Of one assertion: its parameters, and whether the opposite is asked for. */
type Rewrite = (parameters: DataMap, negative: boolean) => Condition;

export interface Known {
  readonly rewrite: Rewrite;
  /** `notEqual` is `equal` with this. */
  readonly negative: boolean;
}

const negated = (text: string): string => `!(${text})`;

/** About every value at the path; one that is not there is an error, also for what must not hold of it. */
const values =
  (test: (parameters: DataMap, negative: boolean) => Test | null): Rewrite =>
  (parameters, negative) => {
    const steps = pathOf(parameters);
    const condition = test(parameters, negative);
    if (steps === null || condition === null) return null;
    return (root) => everyValue(root, steps, condition, root);
  };

/** Of a condition without an opposite of its own. */
const valued = (test: (parameters: DataMap) => Test | null): Rewrite =>
  values((parameters, negative) => {
    const condition = test(parameters);
    if (condition === null || !negative) return condition;
    return (value) => negated(condition(value));
  });

const pathOf = ({ path }: DataMap): Step[] | null => stepsOf(typeof path === 'string' ? path : '');

const equal = values(({ value = null, decodeBase64 }, negative) => {
  const operator = negative ? '!=' : '==';
  return (found) => `${decoded(found, decodeBase64)} ${operator} ${constantOf(value)}`;
});

const decoded = (value: string, isEncoded: Data | undefined): string =>
  isEncoded === true ? `string(base64.decode(${value}))` : value;

const exists: Rewrite = (parameters, negative) => {
  const steps = pathOf(parameters);
  if (steps === null || steps.length === 0) return null;
  return (root) => {
    const isThere = presence(root, steps, root);
    return negative ? negated(isThere) : isThere;
  };
};

const matchRegex = valued(({ pattern, decodeBase64 }) =>
  typeof pattern === 'string'
    ? (value) => `${decoded(value, decodeBase64)}.matches(${textOf(pattern)})`
    : null,
);

const contains = valued(({ content = null, count, any }) => {
  const isPart = any === true && isMap(content);
  const fits: Test = isPart ? (item) => hasAll(item, content) : (item) => `${item} == ${constantOf(content)}`;
  if (typeof count === 'number') {
    // With a count of 0 nothing would be found, which fails.
    return count > 0 ? (list) => `${list}.filter(e, ${fits('e')}).size() == ${count}` : null;
  }
  if (count !== undefined && count !== null) return null;
  return isPart ? (list) => `${list}.exists(e, ${fits('e')})` : (list) => `${constantOf(content)} in ${list}`;
});

/** A key that is not there is as good as one that is null. */
const hasAll = (map: string, content: DataMap): string =>
  Object.entries(content)
    .map(([key, value]) =>
      value === null
        ? negated(hasField(map, key))
        : `${hasField(map, key)} && ${fieldOf(map, key)} == ${constantOf(value)}`,
    )
    .join(' && ') || 'true';

const isSubset = valued(({ content }) => (isMap(content) ? (map) => hasAll(map, content) : null));

const isNullOrEmpty = valued(() => (value) => `${value} in [null, "", 0, false, [], {}]`);

const compare = (operator: '>=' | '<='): Rewrite =>
  valued(({ value }) =>
    typeof value === 'number' || typeof value === 'string'
      ? (found) => `${found} ${operator} ${constantOf(value)}`
      : null,
  );

const types: ReadonlyMap<string, string> = new Map([
  ['string', 'string'],
  ['int', 'int'],
  ['float64', 'double'],
  ['bool', 'bool'],
  ['[]interface {}', 'list'],
  ['map[string]interface {}', 'map'],
]);

const isType = valued(({ type }) => {
  const name = types.get(typeof type === 'string' ? type : '');
  return name === undefined ? null : (value) => `type(${value}) == ${name}`;
});

const isField =
  (field: 'kind' | 'apiVersion'): Rewrite =>
  ({ of }, negative) =>
    typeof of === 'string'
      ? (root) => `${root === 'object' ? field : `${root}.${field}`} ${negative ? '!=' : '=='} ${textOf(of)}`
      : null;

const lengthEqual: Rewrite = ({ path, paths, count }, negative) => {
  const all = (Array.isArray(paths) && paths.length > 0 ? paths : [path]).map((one) =>
    stepsOf(typeof one === 'string' ? one : ''),
  );
  if (typeof count !== 'number' || all.some((steps) => steps === null || steps.length === 0)) return null;
  const sizes: Test = (value) => `${value}.size() ${negative ? '!=' : '=='} ${count}`;
  return (root) => all.map((steps) => everyValue(root, steps ?? [], sizes, root)).join(' && ');
};

/** Each with its opposite under a name of its own. `[a, b]`: another name. */
const pairs: readonly (readonly [Rewrite, readonly string[], readonly string[]])[] = [
  [equal, ['equal'], ['notEqual']],
  [exists, ['exists', 'isNotNull'], ['notExists', 'isNull']],
  [matchRegex, ['matchRegex'], ['notMatchRegex']],
  [contains, ['contains'], ['notContains']],
  [isSubset, ['isSubset'], ['isNotSubset']],
  [isNullOrEmpty, ['isNullOrEmpty', 'isEmpty'], ['isNotNullOrEmpty', 'isNotEmpty']],
  [compare('>='), ['greaterOrEqual'], ['notGreaterOrEqual']],
  [compare('<='), ['lessOrEqual'], ['notLessOrEqual']],
  [isType, ['isType'], ['isNotType']],
  [lengthEqual, ['lengthEqual'], ['notLengthEqual']],
  [isField('kind'), ['isKind'], []],
  [isField('apiVersion'), ['isAPIVersion'], []],
];

export const conditions: ReadonlyMap<string, Known> = new Map(
  pairs.flatMap(([rewrite, names, opposites]) => [
    ...names.map((name): [string, Known] => [name, { rewrite, negative: false }]),
    ...opposites.map((name): [string, Known] => [name, { rewrite, negative: true }]),
  ]),
);

/** Of `containsDocument`. Null where the document says nothing that could be asked for. */
export function documentCondition({ kind, apiVersion, name, namespace }: DataMap): Condition {
  const asked = [
    ['kind', kind],
    ['apiVersion', apiVersion],
    ['metadata.name', name],
    ['metadata.namespace', namespace],
  ].flatMap(([path, value]): [string, string][] =>
    typeof path === 'string' && typeof value === 'string' && value !== '' ? [[path, value]] : [],
  );
  if (typeof kind !== 'string' || typeof apiVersion !== 'string') return null;
  return (root) =>
    asked
      .map(([path, value]) =>
        everyValue(root, stepsOf(path) ?? [], (found) => `${found} == ${textOf(value)}`, root),
      )
      .join(' && ');
}
