import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Data } from '../../../../src/kubernetes/data.ts';
import { toldOf } from './told.ts';

const pod = (list: string, items: string): Data =>
  parse(`{spec: {template: {spec: {${list}: ${items}}}}}`) as Data;
const container = (list: string, items: string): Data => pod('containers', `[{name: m, ${list}: ${items}}]`);
const main = 'spec.template.spec.containers[m]';

describe('list items are known by their merge keys', () => {
  test.each([
    [
      'containers',
      '[{name: a, image: x}, {name: b}]',
      '[{name: a, image: y}, {name: b}]',
      '[a].image "x" → "y"',
    ],
    ['initContainers', '[{name: a, image: x}]', '[{name: a, image: y}]', '[a].image "x" → "y"'],
    ['ephemeralContainers', '[{name: a, image: x}]', '[{name: a, image: y}]', '[a].image "x" → "y"'],
    [
      'volumes',
      '[{name: a, emptyDir: {medium: x}}]',
      '[{name: a, emptyDir: {medium: y}}]',
      '[a].emptyDir.medium "x" → "y"',
    ],
    [
      'hostAliases',
      '[{ip: 10.0.0.1, hostnames: [a]}]',
      '[{ip: 10.0.0.1, hostnames: [b]}]',
      '["10.0.0.1"].hostnames[0] "a" → "b"',
    ],
    ['schedulingGates', '[{name: a, x: 1}]', '[{name: a, x: 2}]', '[a].x 1 → 2'],
    [
      'resourceClaims',
      '[{name: a, resourceClaimName: x}]',
      '[{name: a, resourceClaimName: y}]',
      '[a].resourceClaimName "x" → "y"',
    ],
    ['readinessGates', '[{conditionType: a, x: 1}]', '[{conditionType: a, x: 2}]', '[a].x 1 → 2'],
    [
      'topologySpreadConstraints',
      '[{topologyKey: zone, whenUnsatisfiable: DoNotSchedule, maxSkew: 1}, {topologyKey: zone, whenUnsatisfiable: ScheduleAnyway}]',
      '[{topologyKey: zone, whenUnsatisfiable: DoNotSchedule, maxSkew: 2}, {topologyKey: zone, whenUnsatisfiable: ScheduleAnyway}]',
      '[zone/DoNotSchedule].maxSkew 1 → 2',
    ],
  ])('of a pod: %s', (list, before, after, line) => {
    const expected = `~ spec.template.spec.${list}${line.replace('["10.0.0.1"]', '[10.0.0.1]')}`;
    expect(toldOf(pod(list, before), pod(list, after), 'apps/v1 Deployment')).toEqual([expected]);
  });

  test.each([
    ['env', '[{name: A, value: x}]', '[{name: A, value: y}]', '[A].value "x" → "y"'],
    [
      'volumeMounts',
      '[{name: v, mountPath: /a, readOnly: true}]',
      '[{name: v, mountPath: /a, readOnly: false}]',
      '[/a].readOnly true → false',
    ],
    [
      'volumeDevices',
      '[{name: v, devicePath: /dev/a}]',
      '[{name: w, devicePath: /dev/a}]',
      '[/dev/a].name "v" → "w"',
    ],
    [
      'ports',
      '[{containerPort: 53, protocol: UDP, name: a}, {containerPort: 53}]',
      '[{containerPort: 53, protocol: UDP, name: b}, {containerPort: 53}]',
      '[53/UDP].name "a" → "b"',
    ],
    ['ports', '[{containerPort: 80}]', '[{containerPort: 80, name: http}]', '[80/TCP].name "http"'],
  ])('of a container: %s', (list, before, after, line) => {
    const mark = line.includes('→') ? '~' : '+';
    expect(toldOf(container(list, before), container(list, after), 'apps/v1 Deployment')).toEqual([
      `${mark} ${main}.${list}${line}`,
    ]);
  });

  test.each([
    [
      'v1 Service',
      'spec',
      'ports',
      '[{port: 80, name: a}, {port: 80, protocol: UDP}]',
      '[{port: 80, name: b}, {port: 80, protocol: UDP}]',
      '[80/TCP].name "a" → "b"',
    ],
    [
      'v1 ServiceAccount',
      'metadata',
      'imagePullSecrets',
      '[{name: a, x: 1}]',
      '[{name: a, x: 2}]',
      '[a].x 1 → 2',
    ],
    [
      'apps/v1 StatefulSet',
      'spec',
      'volumeClaimTemplates',
      '[{metadata: {name: data}, spec: {a: 1}}]',
      '[{metadata: {name: data}, spec: {a: 2}}]',
      '[data].spec.a 1 → 2',
    ],
    [
      'networking.k8s.io/v1 Ingress',
      'spec',
      'rules',
      '[{host: a, http: 1}, {host: b}]',
      '[{host: a, http: 2}, {host: b}]',
      '[a].http 1 → 2',
    ],
    [
      'networking.k8s.io/v1 Ingress',
      'http',
      'paths',
      '[{path: /, pathType: Prefix, x: 1}]',
      '[{path: /, pathType: Prefix, x: 2}]',
      '[//Prefix].x 1 → 2',
    ],
    [
      'networking.k8s.io/v1 Ingress',
      'spec',
      'tls',
      '[{secretName: a, hosts: [x]}]',
      '[{secretName: a, hosts: [x, y]}]',
      '[a].hosts[1] "y"',
    ],
    [
      'admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration',
      'x',
      'webhooks',
      '[{name: a, failurePolicy: Fail}]',
      '[{name: a, failurePolicy: Ignore}]',
      '[a].failurePolicy "Fail" → "Ignore"',
    ],
    [
      'example.com/v1 Widget',
      'spec',
      'parts',
      '[{id: 1, size: 2}, {id: 2}]',
      '[{id: 2}, {id: 1, size: 3}]',
      '[1].size 2 → 3',
    ],
    [
      'example.com/v1 Widget',
      'spec',
      'parts',
      '[{key: a, size: 2}]',
      '[{key: a, size: 3}]',
      '[a].size 2 → 3',
    ],
  ])('%s: %s.%s', (sort, around, list, before, after, line) => {
    const data = (items: string): Data => parse(`{${around}: {${list}: ${items}}}`) as Data;
    const [change] = toldOf(data(before), data(after), sort);
    expect(change).toBe(`${line.includes('→') ? '~' : '+'} ${around}.${list}${line}`);
  });

  test('one with another key comes, and the old one goes', () => {
    const ports = (port: number): Data => ({ spec: { ports: [{ port, name: 'http' }] } });
    expect(toldOf(ports(80), ports(8080), 'v1 Service')).toEqual([
      '+ spec.ports[8080/TCP] {"port":8080,"name":"http"}',
      '- spec.ports[80/TCP] {"port":80,"name":"http"}',
    ]);
  });

  test('two of one key are told by their place', () => {
    const env = (value: string): Data =>
      container('env', `[{name: A, value: x}, {name: A, value: ${value}}]`);
    expect(toldOf(env('y'), env('z'), 'apps/v1 Deployment')).toEqual([`~ ${main}.env[1].value "y" → "z"`]);
  });

  test('a secret is no key', () => {
    const keys = (key: string): Data => ({
      spec: { apiKeys: [{ key, role: 'a' }], tokens: [{ token: key }] },
    });
    const lines = toldOf(keys('AKIAABCDEFGHIJKLMNOP'), keys('AKIAABCDEFGHIJKLMNOQ'), 'example.com/v1 Widget');
    expect(lines.join()).not.toContain('AKIA');
    expect(lines).not.toEqual([]);
  });
});

describe('order', () => {
  test.each([
    ['containers', '[{name: a}, {name: b}]', '[{name: b}, {name: a}]'],
    ['volumes', '[{name: a}, {name: b}]', '[{name: b}, {name: a}]'],
    ['tolerations', '[{key: a}, {key: b, effect: x}]', '[{key: b, effect: x}, {key: a}]'],
    ['imagePullSecrets', '[{name: a}, {name: b}]', '[{name: b}, {name: a}]'],
    [
      'topologySpreadConstraints',
      '[{topologyKey: a}, {topologyKey: b}]',
      '[{topologyKey: b}, {topologyKey: a}]',
    ],
  ])('means nothing: %s', (list, before, after) => {
    expect(toldOf(pod(list, before), pod(list, after), 'apps/v1 Deployment')).toEqual([
      `(1 order) spec.template.spec.${list}`,
    ]);
  });

  test.each([
    [
      'rbac.authorization.k8s.io/v1 Role',
      '{rules: [{verbs: [get, list], resources: [a]}]}',
      '{rules: [{verbs: [list, get], resources: [a]}]}',
      'rules[0].verbs',
    ],
    [
      'rbac.authorization.k8s.io/v1 Role',
      '{rules: [{resources: [x], resourceNames: [a, b]}]}',
      '{rules: [{resources: [x], resourceNames: [b, a]}]}',
      'rules[0].resourceNames',
    ],
    [
      'rbac.authorization.k8s.io/v1 Role',
      '{rules: [{verbs: [a]}, {verbs: [b]}]}',
      '{rules: [{verbs: [b]}, {verbs: [a]}]}',
      'rules',
    ],
    [
      'rbac.authorization.k8s.io/v1 RoleBinding',
      '{subjects: [{kind: a}, {kind: b}]}',
      '{subjects: [{kind: b}, {kind: a}]}',
      'subjects',
    ],
    [
      'networking.k8s.io/v1 NetworkPolicy',
      '{spec: {policyTypes: [Ingress, Egress]}}',
      '{spec: {policyTypes: [Egress, Ingress]}}',
      'spec.policyTypes',
    ],
    [
      'example.com/v1 Widget',
      '{metadata: {finalizers: [a, b]}}',
      '{metadata: {finalizers: [b, a]}}',
      'metadata.finalizers',
    ],
  ])('of %s means nothing: %s', (sort, before, after, place) => {
    expect(toldOf(parse(before) as Data, parse(after) as Data, sort)).toEqual([`(1 order) ${place}`]);
  });

  test.each([
    ['args', '[a, b, c]', '[b, a, c]'],
    ['command', '[a, b, c]', '[b, a, c]'],
    ['env', '[{name: A, value: x}, {name: B, value: $(A)}]', '[{name: B, value: $(A)}, {name: A, value: x}]'],
  ])('matters: %s', (list, before, after) => {
    const lines = toldOf(container(list, before), container(list, after), 'apps/v1 Deployment');
    expect(lines).not.toEqual([]);
    expect(lines.filter((line) => line.includes('order'))).toEqual([]);
  });

  test('of init containers matters, also that of a new one', () => {
    const lines = toldOf(
      pod('initContainers', '[{name: migrate}]'),
      pod('initContainers', '[{name: wait}, {name: migrate}]'),
      'apps/v1 Deployment',
    );
    expect(lines).toEqual([
      '+ spec.template.spec.initContainers[wait] {"name":"wait"}',
      '~ spec.template.spec.initContainers ["migrate"] → ["wait","migrate"]',
    ]);
  });

  test('matters where nobody knows what the list is', () => {
    const steps = (...names: string[]): Data => ({
      spec: { verbs: names, steps: names.map((name) => ({ name })) },
    });
    expect(toldOf(steps('a', 'b'), steps('b', 'a'), 'example.com/v1 Widget')).toEqual([
      '- spec.verbs[0] "a"',
      '+ spec.verbs[1] "a"',
      '~ spec.steps ["a","b"] → ["b","a"]',
    ]);
  });
});

describe('items without keys', () => {
  const args = (...items: string[]): Data => container('args', JSON.stringify(items));
  const differ = (before: string[], after: string[]): string[] =>
    toldOf(args(...before), args(...after), 'apps/v1 Deployment').map((line) => line.replace(`${main}.`, ''));

  test.each([
    ['one in front is one addition', ['a', 'b', 'c'], ['x', 'a', 'b', 'c'], ['+ args[0] "x"']],
    ['one that goes is one', ['a', 'b', 'c'], ['a', 'c'], ['- args[1] "b"']],
    ['one that changes is one', ['a', 'b', 'c'], ['a', 'x', 'c'], ['~ args[1] "b" → "x"']],
    [
      'options are known by their names',
      ['--a=1', '--b=1'],
      ['--new', '--more', '--a=1', '--b=2'],
      ['+ args[0] "--new"', '+ args[1] "--more"', '~ args[3] "--b=1" → "--b=2"'],
    ],
    [
      'who is like nobody stays alone',
      ['a', 'b'],
      ['x', 'a', 'c', 'd'],
      ['+ args[0] "x"', '+ args[2] "c"', '+ args[3] "d"', '- args[1] "b"'],
    ],
  ])('%s', (_, before, after, lines) => {
    expect(differ(before, after)).toEqual(lines);
  });

  test('maps that are mostly alike are compared, others come and go', () => {
    const rules = (items: string): Data => parse(`{rules: ${items}}`) as Data;
    expect(
      toldOf(
        rules(
          '[{apiGroups: [""], resources: [pods], verbs: [get]}, {apiGroups: [apps], resources: [deployments], verbs: [get]}]',
        ),
        rules(
          '[{apiGroups: [""], resources: [pods], verbs: [get, watch]}, {apiGroups: [batch], resources: [jobs], verbs: [list]}]',
        ),
        'rbac.authorization.k8s.io/v1 Role',
      ),
    ).toEqual([
      '+ rules[0].verbs[1] "watch"',
      '+ rules[1] {"apiGroups":["batch"],"resources":["jobs"],"verbs":["list"]}',
      '- rules[1] {"apiGroups":["apps"],"resources":["deployments"],"verbs":["get"]}',
    ]);
  });

  test('thousands that all differ take no second', () => {
    const many = (start: string): Data => ({
      spec: { list: Array.from({ length: 5000 }, (_, index) => `${start}${index}`) },
    });
    const start = performance.now();
    expect(toldOf(many('a'), many('b'), 'example.com/v1 Widget')).toHaveLength(10_000);
    expect(performance.now() - start).toBeLessThan(15_000);
  });
});
