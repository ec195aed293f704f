/** Hooks run by event, weight and name: what each needs is there by then, or is found. */
import { expect, test } from 'vitest';
import type { DataMap } from '../../../../src/kubernetes/data.ts';
import type { Hook, RenderedObject } from '../../../../src/kubernetes/rendered.ts';
import { foundBy, object, release, ruleOf } from './made.ts';

const rules = [ruleOf('hook/order'), ruleOf('hook/lifetime')];
type Given = Partial<Hook> | null;

const reading = (secret: string, more: DataMap = {}): DataMap => ({
  spec: {
    template: { spec: { ...more, containers: [{ name: 'c', envFrom: [{ secretRef: { name: secret } }] }] } },
  },
});
const found = (objects: readonly RenderedObject[]): string[] => foundBy(rules, release(objects));
/** A Job, or a Deployment if it is no hook, that reads a Secret. */
const pair = (secret: Given, job: Given, name = 'creds'): string[] =>
  found([
    object(`Secret ${name}`, {}, secret),
    object(job === null ? 'Deployment db' : 'Job db', reading(name), job),
  ]);

const install = ['pre-install'];
const both = ['pre-install', 'pre-upgrade'];

const right: readonly (readonly [string, Given, Given])[] = [
  ['a lower weight', { weight: -5 }, { weight: 0 }],
  ['a lower weight for both events', { events: both, weight: -5 }, { events: both }],
  ['an ordinary Secret for post-install', null, { events: ['post-install'] }],
  ['an ordinary Secret for pre-upgrade', null, { events: ['pre-upgrade'] }],
  ['an ordinary Secret for pre-delete', null, { events: ['pre-delete'] }],
  ['a hook that stays for post-install', {}, { events: ['post-install'] }],
  ['a hook of install for pre-upgrade', {}, { events: ['pre-upgrade'], weight: -9 }],
  ['one deleted when both are done', { deletePolicies: ['hook-succeeded'], weight: -1 }, {}],
  ['a test', null, { events: ['test'] }],
  ['an event that Helm does not know', null, { events: ['constructor'] }],
];
test.each(right)('nothing is wrong: %s', (_, secret, job) => {
  expect(pair(secret, job)).toEqual([]);
});

const wrong: readonly (readonly [string, Given, Given, string])[] = [
  [
    'an ordinary Secret',
    null,
    {},
    'error hook/order: Job db, container c, envFrom: Secret apps/creds is no hook',
  ],
  ['LF-23: a higher weight', { weight: 1 }, {}, 'is a hook of weight 1 that Helm makes after it'],
  [
    'another event',
    { events: ['pre-upgrade'] },
    { events: both },
    'is a hook of pre-upgrade only, and is not there at pre-install',
  ],
  [
    'deleted by then',
    { deletePolicies: ['hook-succeeded'] },
    { events: ['post-install'] },
    'Helm deletes again (hook-succeeded) as soon as the pre-install hooks are done',
  ],
  ['after the release', null, { events: ['post-delete'] }, 'is deleted by then, with the release'],
  ['a test’s', { events: ['test'] }, {}, 'is a hook of test only'],
  [
    'LF-22: an ordinary workload',
    { events: both },
    null,
    'notice hook/lifetime: Secret apps/creds is a hook, and Deployment db needs it',
  ],
  [
    'an ordinary workload, and the hook is deleted',
    { events: install, deletePolicies: ['hook-succeeded'] },
    null,
    'error hook/lifetime: Deployment db, container c, envFrom: Secret apps/creds is a hook that Helm deletes again',
  ],
  [
    'an ordinary workload, and the hook comes after it',
    { events: ['post-install'] },
    null,
    'is a hook of post-install only, and is not there when the workloads start',
  ],
];
test.each(wrong)('%s', (_, secret, job, message) => {
  expect(pair(secret, job)).toEqual([expect.stringContaining(message)]);
});

test('of one weight the name decides, before the kind', () => {
  expect(pair({}, {}, 'aaa')).toEqual([]);
  expect(pair({}, {}, 'zzz')).toHaveLength(1);
});

test('a Secret that is a hook for the Job and ordinary for the rest', () => {
  const objects = [
    object('Secret creds'),
    object('Secret creds', {}, { weight: -1 }),
    object('Job db', reading('creds'), {}),
    object('Deployment web', reading('creds')),
  ];
  expect(found(objects)).toEqual([]);
});

test('a Secret that an ExternalSecret makes comes when that does', () => {
  const objects = [
    object('ExternalSecret creds', { spec: { data: [] } }),
    object('Job db', reading('creds'), {}),
  ];
  expect(found(objects)).toEqual([expect.stringContaining('Secret apps/creds is no hook')]);
});

test('the rights of a hook’s account', () => {
  const account = { serviceAccountName: 'db' };
  const subjects = { subjects: [{ kind: 'ServiceAccount', name: 'db' }] };
  const objects = (binding: Given): RenderedObject[] => [
    object('ServiceAccount db', {}, { weight: -9 }),
    object('RoleBinding db', subjects, binding),
    object('Secret a', {}, { weight: -9 }),
    object('Job db', reading('a', account), {}),
  ];
  expect(found(objects({ weight: -8 }))).toEqual([]);
  expect(found(objects(null))).toEqual([
    'warning hook/order: Job db, service account db: RoleBinding apps/db is no hook, so Helm makes it after the pre-install hooks. The hook runs without its rights',
  ]);
});

test('what others provide is there before', () => {
  const job = object('Job db', reading('creds'), {});
  const others = [object('Secret creds')];
  expect(foundBy(rules, release([job], { others }))).toEqual([]);
});
