/** Addresses in texts, and whether policies let pods out to them. */
import { describe, expect, test } from 'vitest';
import { addressesIn } from '../../../../src/contract/references/addresses.ts';
import type { DataMap } from '../../../../src/kubernetes/data.ts';
import { foundBy, notChecked, object, release, ruleOf } from './made.ts';

describe('addresses', () => {
  const cases: readonly (readonly [text: string, found: readonly string[]])[] = [
    ['https://loki.example.com/push', ['loki.example.com:443']],
    ['HTTP://Loki.Example.com:3100', ['loki.example.com:3100']],
    ['postgres://user:pass:word@db:5432/x?sslmode=disable', ['db:5432']],
    ['rediss://:p@cache', ['cache:6379']],
    ['jdbc:postgresql://db/x', ['db:5432']],
    ['tcp://token@leader.example.com:4200?group=g', ['leader.example.com:4200']],
    ['udp://syslog:514', ['syslog:514/UDP']],
    ['http://[2001:db8::1]:8080/', ['2001:db8::1:8080']],
    ['bootstrap.servers: broker-0:9093,broker-1:9093', ['broker-0:9093', 'broker-1:9093']],
    ['broker:9093', ['broker:9093']],
    ['  - "10.0.0.1:6379"', ['10.0.0.1:6379']],
    ['a: https://x.example.com # see https://docs.example.com', ['x.example.com:443']],
    ['a: http://x\nb: http://x', ['x:80']],
    // No addresses, or none of another program.
    [':8080', []],
    ['0.0.0.0:8080', []],
    ['http://localhost:8080', []],
    ['http://127.0.0.1', []],
    ['listen_addr: web:8080', []],
    ['image: registry:5000', []],
    ['at 12:30', []],
    ['12:30', []],
    ['s3://bucket/key', []],
    ['custom://host', []],
    ['https://${HOST}/x', []],
    ['https://$(HOST):1/x', []],
    ['# https://x.example.com', []],
    ['<a xmlns="http://www.w3.org/2001/XMLSchema">', []],
    ['http://x:99999', []],
    ['postgres://user:placeholder@postgres.invalid:5432/database', []],
  ];
  test.each(cases)('%s', (text, found) => {
    expect(
      addressesIn(text).map(
        ({ host, port, protocol }) => `${host}:${port}${protocol === 'UDP' ? '/UDP' : ''}`,
      ),
    ).toEqual(found);
  });

  test('a long text takes no longer than its length', () => {
    const started = performance.now();
    for (const text of [
      'a.'.repeat(130_000),
      'a://'.repeat(65_000),
      `a://${'b'.repeat(260_000)}`,
      'a:1,'.repeat(65_000),
    ])
      addressesIn(text);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

/** A pod of one variable, and a policy of one egress rule besides that for the DNS. */
const app = (url: string, rule: DataMap, more: DataMap = {}): ReturnType<typeof release> =>
  release([
    object('Pod a', {
      metadata: { labels: { app: 'a' } },
      spec: { ...more, containers: [{ name: 'c', env: [{ name: 'URL', value: url }] }] },
    }),
    object('NetworkPolicy p', {
      spec: {
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [{ ports: [{ port: 53, protocol: 'UDP' }], to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }, rule],
      },
    }),
  ]);

const anywhere = { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] };
const named = (cidr: string, except: string[] = []): DataMap => ({ to: [{ ipBlock: { cidr, except } }] });
const decisions: readonly (readonly [
  what: string,
  url: string,
  rule: DataMap,
  answer: 'yes' | 'no' | 'unknown',
])[] = [
  ['an empty rule', 'https://x.example.com', {}, 'yes'],
  ['any address', 'https://x.example.com', anywhere, 'yes'],
  ['any address of IPv6', 'http://[2001:db8::1]', named('::/0'), 'yes'],
  ['a range of ports', 'https://x.example.com', { ports: [{ port: 400, endPort: 500 }] }, 'yes'],
  ['a protocol', 'https://x.example.com', { ports: [{ protocol: 'TCP' }] }, 'yes'],
  ['an address within', 'http://192.168.1.7', named('192.168.0.0/16'), 'yes'],
  ['another port', 'https://x.example.com', { ports: [{ port: 80 }] }, 'no'],
  ['another protocol', 'https://x.example.com', { ports: [{ port: 443, protocol: 'UDP' }] }, 'no'],
  ['an address without', 'http://192.169.1.7', named('192.168.0.0/16'), 'no'],
  ['an address that is excepted', 'http://192.168.1.7', named('192.168.0.0/16', ['192.168.1.0/24']), 'no'],
  ['pods', 'https://x.example.com', { to: [{ podSelector: {} }] }, 'no'],
  ['a broken range', 'http://192.168.1.7', named('192.168.0.0/99'), 'no'],
  ['a range for a name', 'https://x.example.com', named('10.0.0.0/8'), 'unknown'],
  ['pods for a name of the cluster', 'http://minio', { to: [{ podSelector: {} }] }, 'unknown'],
  ['a port by name', 'http://minio:9000', { ports: [{ port: 'api' }] }, 'unknown'],
];
test.each(decisions)('egress by %s', (_, url, rule, answer) => {
  const rules = [ruleOf('network/egress'), ruleOf('network/dns')];
  const subject = app(url, rule);
  expect({ found: foundBy(rules, subject).length, unknown: notChecked(rules, subject).length }).toEqual({
    found: answer === 'no' ? 1 : 0,
    unknown: answer === 'unknown' ? 1 : 0,
  });
});

test('pods of the host network are free', () => {
  expect(
    foundBy([ruleOf('network/egress')], app('https://x', { ports: [{ port: 1 }] }, { hostNetwork: true })),
  ).toEqual([]);
});

test('the message has no credentials', () => {
  const [message] = foundBy(
    [ruleOf('network/egress')],
    app('https://user:hidden@x.example.com:99/?token=hidden', { ports: [{ port: 1 }] }),
  );
  expect(message).toContain('x.example.com:99');
  expect(message).not.toContain('hidden');
});

test('policies add up, and one without rules cuts off on purpose', () => {
  const pod = object('Pod a', {
    spec: { containers: [{ name: 'c', env: [{ name: 'URL', value: 'https://x.io' }] }] },
  });
  const policy = (name: string, egress: readonly DataMap[]) =>
    object(`NetworkPolicy ${name}`, { spec: { podSelector: {}, policyTypes: ['Egress'], egress } });
  const rules = [ruleOf('network/egress'), ruleOf('network/dns')];
  const closed = policy('closed', []);
  expect(foundBy(rules, release([pod, closed, policy('open', [{}])]))).toEqual([]);
  expect(foundBy(rules, release([pod, closed]))).toHaveLength(2);
  expect(foundBy(rules, release([object('Pod a'), closed]))).toEqual([]);
});
