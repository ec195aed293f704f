/** Paths of `set`, and which of them must not stand in one map: helm-unittest applies a map in an order that differs from run to run. */
import * as fc from 'fast-check';
import { anything } from './values.ts';
import { Written, type Mapping, type Value } from './written.ts';

const pairs: readonly (readonly [path: string, ...values: Value[]])[] = [
  ['replicas', 0, 1, 9, '2', new Written('2.0'), null],
  ['image', { tag: 'x' }, { repository: 'r', tag: '' }, 'registry.example.com/app', null],
  ['image.tag', '2.0', new Written('2.0'), null, 'latest'],
  ['image.repository', 'other', ''],
  ['ports', [], [{ name: 'x', port: 1 }], 'none', [1], null],
  ['ports[0]', { name: 'x', port: 1, protocol: 'SCTP' }, null],
  ['ports[0].name', 'renamed'],
  ['ports[2].port', 9],
  ['labels', {}, { team: 'red' }, null, 'text'],
  ['labels.team', 'red', null, 1],
  ['labels.[app.example.com/part]', 'worker'],
  ['labels.[a.b].c', 'nested'],
  ['many', 0, 1, 4, '2', null],
  ['extra', true, [1, { a: 2 }], { a: { b: null } }, '', 0],
  ['text', 'changed', '', 'two\nlines  \n', 3, null, { missing: { deeper: 'found' } }],
  ['nothing', 1, {}, 'some'],
  ['empty', null, {}],
  ['empty.zero', 7, '0'],
  ['empty.list', [1]],
  ['empty.list[1]', 'second'],
  ['args', [], ['--one'], null],
  ['args[1]', '--changed'],
  ['fail', 'template', 'required', 'helper', 'deep', 'yaml', 'scalar'],
  ['store.enabled', false, true, 'false'],
  ['store.size', '9Gi', null],
  ['store.fail', 'store', 'none'],
  ['store', {}, null],
  ['global.region', 'us', null, 1],
  ['global', { region: 'asia' }],
  ['size', '2Gi'],
  ['class', null, 'fast'],
  ['mode', 'fast', 'safe', 'other', null],
  ['name', 'good', 'Bad', 3],
  ['unknown.key', 'x'],
  ['[dotted.key].a', 1],
  ['new[1][0].x', 1],
];

/** That helm-unittest refuses: the test is an error. */
const broken = ['', 'a,b', 'a=b', 'a{', 'a}', 'a.', 'a[', 'a[x]', 'a[0', 'a]', '[a', 'a[0]b', '.', 'a.[b'];

const pair: fc.Arbitrary<readonly [string, Value]> = fc.oneof(
  {
    weight: 60,
    arbitrary: fc.constantFrom(
      ...pairs.flatMap(([path, ...values]) => values.map((value) => [path, value] as const)),
    ),
  },
  {
    weight: 4,
    // What templates count by is left out: a large number would only take long.
    arbitrary: fc.tuple(
      fc.constantFrom(
        ...pairs.map(([path]) => path).filter((path) => !['many', 'fail', 'store.fail'].includes(path)),
      ),
      anything,
    ),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...broken), fc.constant<Value>(1)) },
);

/** Without paths of which one reaches into what another sets. */
export const set: fc.Arbitrary<Mapping> = fc
  .array(pair, { maxLength: 3 })
  .map((chosen) =>
    Object.fromEntries(
      chosen.filter(([path], index) => chosen.slice(0, index).every(([before]) => !overlap(path, before))),
    ),
  );

/** Lists are replaced, not merged: two paths into one list overlap whatever their index. */
function overlap(one: string, other: string): boolean {
  const [first, second] = [steps(one), steps(other)];
  const shared = first.findIndex((step, index) => step !== second[index]);
  return (
    shared === -1 ||
    shared >= second.length ||
    [first[shared], second[shared]].every((step) => step?.startsWith('#') === true)
  );
}

/** `a[0].[b.c]` → `a`, `#0`, `b.c`. */
const steps = (path: string): string[] =>
  [...path.matchAll(/(?:^|\.)\[([^\]]*)\]|\[([^\]]*)\]|[^.[\]]+/g)].map(([all, key, index]) =>
    index === undefined ? (key ?? all) : `#${index}`,
  );
