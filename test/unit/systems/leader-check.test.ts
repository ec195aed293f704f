import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { disagreements, type DeclaredSource } from '../../../src/systems/logstream/leader-check/compare.ts';
import { configuredSources } from '../../../src/systems/logstream/leader-check/configured.ts';

const port = fc.integer({ min: 1, max: 65_535 }).filter((number) => number !== 9000 && number !== 4200);
const declaredSources = fc.uniqueArray(
  fc.record({
    name: fc.string(),
    port,
    protocol: fc.constantFrom('TCP', 'UDP'),
  }) as fc.Arbitrary<DeclaredSource>,
  { selector: ({ port: number, protocol }) => `${number}/${protocol}` },
);

/** As the leader would tell of them. */
const items = (declared: readonly DeclaredSource[]): object[] =>
  declared.map(({ port: number, protocol }, index) => ({
    id: `in_${index}`,
    type: protocol === 'TCP' ? 'tcp' : 'raw_udp',
    host: '0.0.0.0',
    disabled: false,
    port: number,
  }));

const compared = (declared: readonly DeclaredSource[], inputs: readonly object[]) => {
  const configured = configuredSources(JSON.parse(JSON.stringify({ items: inputs, count: inputs.length })));
  if (configured === null) throw new Error('not of the documented form');
  return disagreements({ group: 'g', declared, configured, ownPorts: [9000, 4200] });
};

describe('of any Sources', () => {
  test('those that are the declared ones agree', () => {
    fc.assert(
      fc.property(declaredSources, (declared) => {
        expect(compared(declared, items(declared))).toEqual([]);
      }),
    );
  });

  test('one that is missing, disabled or one too many is told, and nothing else', () => {
    fc.assert(
      fc.property(declaredSources, fc.nat(), (declared, number) => {
        fc.pre(declared.length > 0);
        const index = number % declared.length;
        const all = items(declared);
        const { port: own, protocol } = declared[index] as DeclaredSource;
        const others = declared.filter((_, at) => at !== index);
        // The same port by the other protocol makes another finding of it.
        fc.pre(!others.some((source) => source.port === own));
        const rules = (found: ReturnType<typeof compared>) => found.map(({ rule, index: at }) => [rule, at]);
        expect(
          rules(
            compared(
              declared,
              all.filter((_, at) => at !== index),
            ),
          ),
        ).toEqual([['leader/no-source', index]]);
        const disabled = all.map((item, at) => (at === index ? { ...item, disabled: true } : item));
        expect(rules(compared(declared, disabled))).toEqual([['leader/disabled', index]]);
        const found = compared(others, all);
        expect(rules(found)).toEqual([['leader/not-exposed', null]]);
        expect(found[0]?.message).toContain(`${own}/${protocol}`);
      }),
    );
  });

  test('the answer may be anything: it is read, or it is not of the documented form', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.jsonValue()), (answer, list) => {
        for (const each of [answer, { items: list }]) {
          const sources = configuredSources(each as never);
          expect(sources === null || sources.every(({ id }) => typeof id === 'string')).toBe(true);
        }
      }),
    );
  });
});

const one: DeclaredSource = { name: 'one', port: 7000, protocol: 'UDP' };

test.each([
  [
    'syslog on both protocols',
    { type: 'syslog', host: '0.0.0.0', tcpPort: 7000, udpPort: 7000 },
    ['leader/not-exposed'],
  ],
  ['syslog by UDP', { type: 'syslog', host: '0.0.0.0', udpPort: 7000 }, []],
  ['metrics by TCP only', { type: 'metrics', host: '0.0.0.0', tcpPort: 7000 }, ['leader/protocol']],
  ['netflow is UDP', { type: 'netflow', host: '0.0.0.0', port: 7000 }, []],
  ['http is TCP', { type: 'http', port: 7000 }, ['leader/protocol']],
  ['a type of tomorrow that listens', { type: 'telepathy', host: '0.0.0.0', port: 7000 }, []],
  ['a type of tomorrow that connects', { type: 'telepathy', port: 7000 }, ['leader/no-source']],
  [
    'a socket of the file system',
    { type: 'appscope', enableUnixPath: true, port: 7000 },
    ['leader/no-source'],
  ],
  ['localhost', { type: 'raw_udp', host: 'localhost', port: 7000 }, ['leader/loopback']],
  ['loopback of IPv6', { type: 'raw_udp', host: '::1', port: 7000 }, ['leader/loopback']],
])('%s', (_, input, rules) => {
  expect(compared([one], [{ id: 'in', ...input }]).map(({ rule }) => rule)).toEqual(rules);
});

test('two on one port, unless on two addresses', () => {
  const two = (host: string, other: string) =>
    compared(
      [one],
      [
        { id: 'a', type: 'raw_udp', host, port: 7000 },
        { id: 'b', type: 'raw_udp', host: other, port: 7000 },
      ],
    ).map(({ rule }) => rule);
  expect(two('0.0.0.0', '0.0.0.0')).toEqual(['leader/shared-port']);
  expect(two('0.0.0.0', '10.0.0.1')).toEqual(['leader/shared-port']);
  expect(two('10.0.0.1', '10.0.0.2')).toEqual([]);
});
