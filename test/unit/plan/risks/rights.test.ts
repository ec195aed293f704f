import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addedGrants, grantsOf } from '../../../../src/plan/risks/grants.ts';
import { backing, field } from '../../../setup/plan-parts.ts';
import { manifest, manifests, told } from './world.ts';

const version = 'rbac.authorization.k8s.io/v1';
const role = (rules: string, kind = 'Role'): string => manifest(version, kind, 'web', `rules: [${rules}]`);
const rule = (groups: string, resources: string, verbs: string, more = ''): string =>
  `{apiGroups: ["${groups}"], resources: [${resources}], verbs: [${verbs}]${more}}`;
const pods = rule('', 'pods', 'get, list');

describe('rules of roles', () => {
  test.each([
    ['the same', pods, pods, null],
    ['fewer', pods, rule('', 'pods', 'get'), null],
    [
      'in another order',
      `${pods}, ${rule('apps', 'deployments', 'get')}`,
      `${rule('apps', 'deployments', 'get')}, ${pods}`,
      null,
    ],
    ['split in two', pods, `${rule('', 'pods', 'get')}, ${rule('', 'pods', 'list')}`, null],
    ['within a wildcard', rule('*', '"*"', '"*"'), pods, null],
    ['within all subresources', rule('', '"*/log"', 'get'), rule('', 'pods/log', 'get'), null],
    ['another verb', pods, rule('', 'pods', 'get, list, delete'), 'delete pods in namespace shop'],
    [
      'another resource',
      pods,
      `${pods}, ${rule('apps', 'deployments', 'get, patch')}`,
      'get, patch deployments.apps in namespace shop',
    ],
    [
      'all instead of some',
      rule('', 'configmaps', 'get', ', resourceNames: [a]'),
      rule('', 'configmaps', 'get'),
      'get configmaps in namespace shop',
    ],
    [
      'one more of some',
      rule('', 'configmaps', 'get', ', resourceNames: [a]'),
      rule('', 'configmaps', 'get', ', resourceNames: [a, b]'),
      'get configmaps named b in namespace shop',
    ],
    [
      'Secrets',
      pods,
      `${pods}, ${rule('', 'secrets', 'get')}`,
      'get secrets in namespace shop: who has it can read Secrets',
    ],
    ['everything', pods, rule('*', '"*"', '"*"'), '* *.* in namespace shop: who has it can do everything'],
    [
      'a shell in pods',
      pods,
      `${pods}, ${rule('', 'pods/exec', 'create')}`,
      'create pods/exec in namespace shop: who has it can run commands in pods',
    ],
  ])('%s', (_, before, after, expected) => {
    expect(told({ before: role(before), after: role(after) })).toEqual(
      expected === null ? [] : [`warning: Role shop/web allows more, ${expected}`],
    );
  });

  test.each([
    ['escalate', 'clusterroles', 'give itself more rights'],
    ['bind', 'roles', 'give itself more rights'],
    ['impersonate', 'users', 'act as somebody else'],
  ])('%s %s', (verb, resource, means) => {
    const group = verb === 'impersonate' ? '' : 'rbac.authorization.k8s.io';
    const after = role(rule(group, resource, verb), 'ClusterRole');
    expect(told({ before: role('', 'ClusterRole'), after })[0]).toMatch(
      new RegExp(
        `^warning: ClusterRole web allows more, ${verb} ${resource}.* in every namespace it is bound for: who has it can ${means}$`,
      ),
    );
  });

  test('a first install tells what leads further', () => {
    const plan = { operation: 'create' } as const;
    expect(told({ after: role(pods), plan })).toEqual([]);
    expect(told({ after: role(`${pods}, ${rule('', 'secrets', 'list')}`), plan })).toEqual([
      'notice: Role shop/web allows, list secrets in namespace shop: who has it can read Secrets',
    ]);
  });

  test('a path is no resource', () => {
    const paths = (path: string): string => `{nonResourceURLs: ["${path}"], verbs: [get]}`;
    const [old, more] = [role(paths('/metrics'), 'ClusterRole'), role(paths('/*'), 'ClusterRole')];
    expect(told({ before: old, after: more })).toEqual([
      'warning: ClusterRole web allows more, get /* in every namespace it is bound for',
    ]);
    expect(told({ before: more, after: old })).toEqual([]);
  });

  const word = fc.constantFrom('*', 'pods', 'pods/log', '*/log', 'secrets', '', 'apps', 'get', 'list');
  const anyRule = fc.record({
    apiGroups: fc.array(word, { maxLength: 3 }),
    resources: fc.array(word, { maxLength: 3 }),
    verbs: fc.array(word, { maxLength: 3 }),
    resourceNames: fc.array(word, { maxLength: 2 }),
  });
  const rules = fc.array(anyRule, { maxLength: 4 });

  test('what was allowed is never added, and what is added was not', () => {
    fc.assert(
      fc.property(rules, rules, (before, after) => {
        const [old, now] = [grantsOf(before), grantsOf(after)];
        expect(addedGrants(old, old)).toEqual([]);
        expect(addedGrants([...old, ...now], now)).toEqual([]);
        const added = addedGrants(old, now);
        expect(addedGrants(old, added)).toEqual(added);
      }),
    );
  });
});

describe('who has a role', () => {
  const binding = (subjects: string, ref = 'edit', kind = 'RoleBinding'): string =>
    manifest(version, kind, 'web', `roleRef: {kind: ClusterRole, name: ${ref}}\nsubjects: [${subjects}]`);
  const account = (name: string, namespace = ''): string =>
    `{kind: ServiceAccount, name: ${name}${namespace === '' ? '' : `, namespace: ${namespace}`}}`;

  test('one more', () => {
    expect(
      told({
        before: binding(account('a')),
        after: binding(`${account('a', 'shop')}, ${account('b', 'tools')}`),
      }),
    ).toEqual([
      'warning: RoleBinding shop/web gives ClusterRole edit in namespace shop to ServiceAccount tools/b',
    ]);
    expect(
      told({ before: binding(`${account('a')}, ${account('b')}`), after: binding(account('b')) }),
    ).toEqual([]);
  });

  test('everybody, and for everything', () => {
    const everybody = '{kind: Group, name: "system:authenticated"}';
    expect(told({ after: binding(everybody, 'cluster-admin', 'ClusterRoleBinding') })).toEqual([
      'warning: ClusterRoleBinding web gives ClusterRole cluster-admin in the whole cluster to Group system:authenticated, which allows everything and which is more than one account',
    ]);
  });

  test('a first install tells of the widest only', () => {
    const plan = { operation: 'create' } as const;
    expect(told({ after: binding(account('a')), plan })).toEqual([]);
    expect(told({ after: binding(account('a'), 'cluster-admin'), plan })).toEqual([
      'notice: RoleBinding shop/web gives ClusterRole cluster-admin in namespace shop to ServiceAccount shop/a, which allows everything',
    ]);
  });
});

test('a role that becomes a part of others', () => {
  const labelled = (labels: string): string =>
    role(pods, 'ClusterRole').replace('{name: web}', `{name: web, labels: {${labels}}}`);
  expect(
    told({
      before: labelled('a: b'),
      after: labelled('rbac.authorization.k8s.io/aggregate-to-view: "true"'),
    }),
  ).toEqual([
    'warning: ClusterRole web becomes a part of ClusterRole view: whoever has that gets its rights too',
  ]);
  const taking = (selectors: string): string =>
    manifest(version, 'ClusterRole', 'all', `aggregationRule: {clusterRoleSelectors: [${selectors}]}`);
  expect(
    told({
      before: taking('{matchLabels: {a: b}}'),
      after: taking('{matchLabels: {a: b}}, {matchLabels: {c: d}}'),
    }),
  ).toEqual([
    'warning: ClusterRole all takes in the rules of every ClusterRole that a new selector matches, also of those that come later',
  ]);
});

test('rights that Pulumi keeps', () => {
  const wider = backing('Role', 'shop/web', 'update', { fields: [field(['rules', 0, 'verbs'])] });
  const narrower = backing('Role', 'shop/web', 'update', {
    fields: [field(['rules', 1], { change: 'removed' })],
  });
  expect(told({ backing: [wider] })).toEqual([
    'warning: Role shop/web: a field of its rules changes, so that it may allow more than before',
  ]);
  expect(
    told({ backing: [narrower, backing('Secret', 'shop/a', 'update', { fields: [field(['data'])] })] }),
  ).toEqual([]);
});

test('manifests of the tests are read', () => {
  expect(manifests(role(pods))).toHaveLength(1);
});
