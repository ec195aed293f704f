import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../src/stack/failure.ts';
import { loadStackFile } from '../../../src/stack/load.ts';
import { StackFileError } from '../../../src/stack/problem.ts';
import { head, load, plain, queue, stackDirectory, web } from './stack-directory.ts';

const minimal = `${head}releases:\n  a: ${plain}\n`;

test('defaults are filled in', () => {
  const { document } = load(stackDirectory({ 'deploy.yaml': minimal }));
  expect(document).toEqual({
    apiVersion: 'k8s-deploy/v1',
    name: 'shop',
    cluster: { identifier: 'test', apiVersions: [] },
    namespaces: {},
    registries: {},
    backing: { secrets: {}, externalSecrets: {}, caBundles: {}, buckets: {}, serviceAccounts: {}, roles: {} },
    stacks: {},
    contracts: [],
    external: [],
    protect: false,
    releases: {
      a: {
        adopt: false,
        chart: { ref: './chart', plainHttp: false },
        namespace: 'shop',
        valueFiles: [],
        values: {},
        timeout: '5m',
        maxHistory: 10,
        atomic: false,
        wait: true,
        waitForJobs: false,
        skipCrds: false,
        after: [],
      },
    },
  });
});

test('a full stack file is read, with its override', () => {
  const { document } = load(
    stackDirectory({
      'deploy.yaml': `${head}  kubeVersion: "1.33"
namespaces:
  shop: {podSecurity: {enforce: restricted}, labels: {team: shop}}
registries:
  registry.example.com/team: {username: robot, password: {fromEnv: REGISTRY_PASSWORD}}
backing:
  secrets:
    db: {namespace: shop, data: {url: {fromConfig: databaseUrl}, user: shop}}
  externalSecrets:
    api: {namespace: shop, store: {provider: gcp, projectID: shop}, data: {key: {key: api, version: "2"}}}
  buckets:
    shop-state: {region: eu-west-1, encryption: false, require: [versioning]}
  roles:
    pods: {namespace: shop, rules: [{apiGroups: [""], resources: [pods], verbs: [get]}], subjects: [{serviceAccount: shop}]}
releases:
  shop:
    system: web
    chart: {ref: oci://registry.example.com/team/shop, version: 1.2.3}
    namespace: shop
    replicas: 3
    ha: true
    memory: 1
    token: {fromConfig: token}
    hosts: [{name: a}, {name: b}]
    after: [queue]
    values: {secretName: {nameOf: db}, list: [{nameOf: not, exactly: this}]}
  queue: {system: queue, chart: {ref: ./queue}, store: {volume: 1Gi}}
stacks:
  dev:
    cluster: {identifier: dev}
    releases:
      shop: {replicas: 1, ha: null, hosts: [{name: c}], memory: null}
  prod:
`,
    }),
  );
  expect(document.cluster).toEqual({ identifier: 'dev', kubeVersion: '1.33', apiVersions: [] });
  expect(document.releases['shop']).toMatchObject({ replicas: 1, ha: false, hosts: [{ name: 'c' }] });
  expect(document.releases['shop']).not.toHaveProperty('memory');
  expect(document.releases['queue']).toMatchObject({
    system: 'queue',
    namespace: 'queues',
    store: { volume: '1Gi' },
  });
  expect(document.backing.buckets['shop-state']?.encryption).toBe(false);
});

test('contracts and external objects are read as they stand', () => {
  const { document } = load(
    stackDirectory({
      'deploy.yaml': `${minimal}contracts: [contracts/*.yaml]
external: [{kind: Secret, namespace: shop, name: db, keys: [url]}, {kind: ClusterRole, name: "system:auth-delegator"}]
`,
    }),
  );
  expect(document.contracts).toEqual(['contracts/*.yaml']);
  expect(document.external).toEqual([
    { kind: 'Secret', namespace: 'shop', name: 'db', keys: ['url'] },
    { kind: 'ClusterRole', name: 'system:auth-delegator' },
  ]);
});

describe('where a field stands', () => {
  const yaml = `${head}releases:
  a: {chart: {ref: ./chart}, namespace: shop, values: {image: {tag: x}}}
stacks:
  dev: {releases: {a: {values: {image: {tag: z}}}}}
`;

  test.each([
    ['a value', ['releases', 'a', 'namespace'], 6, 41],
    ['a value of the override', ['releases', 'a', 'values', 'image', 'tag'], 8, 46],
    ['nothing: the innermost on the way', ['releases', 'a', 'values', 'image', 'digest'], 6, 63],
    ['nothing at all', ['nowhere'], 1, 1],
  ])('%s', (_, path, line, column) => {
    const loaded = load(stackDirectory({ 'deploy.yaml': yaml }));
    expect(loaded.positionOf(path)).toEqual({ file: 'deploy.yaml', line, column });
  });
});

describe('the choice of the stack', () => {
  const twoStacks = { 'deploy.yaml': `${minimal}stacks: {dev: {}, prod: {}}\n` };

  test.each([
    ['given', twoStacks, 'prod', 'prod'],
    ['given as a backend names it', twoStacks, 'organization/shop/prod', 'organization/shop/prod'],
    ['the only override', { 'deploy.yaml': `${minimal}stacks: {dev: {}}\n` }, undefined, 'dev'],
    [
      'the only configuration',
      { 'deploy.yaml': minimal, 'Pulumi.test.yaml': '', 'Pulumi.yaml': '' },
      undefined,
      'test',
    ],
    [
      'override and configuration of the same',
      { 'deploy.yaml': `${minimal}stacks: {dev: }\n`, 'Pulumi.dev.yaml': '' },
      undefined,
      'dev',
    ],
    ['a configured one beside overrides', { ...twoStacks, 'Pulumi.test.yaml': '' }, 'test', 'test'],
    ['any, when none is known', { 'deploy.yaml': minimal }, 'anything', 'anything'],
  ])('%s', (_, files, given, stack) => {
    const loaded = loadStackFile({ directory: stackDirectory(files), stack: given, systems: [] });
    expect(loaded.stack).toBe(stack);
  });

  test.each([
    [
      'none given, several known',
      twoStacks,
      undefined,
      'no stack is named, and there are several; known stacks: dev, prod',
    ],
    [
      'none given, none known',
      { 'deploy.yaml': minimal },
      undefined,
      'no stack is named, and the stack directory knows none',
    ],
    ['a misspelt one', twoStacks, 'prd', 'unknown stack "prd"; did you mean "prod"? known stacks: dev, prod'],
    [
      'an unknown one',
      { ...twoStacks, 'Pulumi.test.yaml': '' },
      'staging',
      'unknown stack "staging"; known stacks: dev, prod, test',
    ],
    [
      'an option',
      twoStacks,
      '--yes',
      '"--yes" cannot be a stack name: expected letters, digits, "-", "_" and ".", starting with a letter or digit',
    ],
    [
      'shell text',
      { 'deploy.yaml': minimal },
      'a\n$(id)\0',
      '"a\\n$(id)\\u0000" cannot be a stack name: expected letters, digits, "-", "_" and ".", starting with a letter or digit',
    ],
    [
      'a path',
      { 'deploy.yaml': minimal },
      '../x',
      '"../x" cannot be a stack name: expected letters, digits, "-", "_" and ".", starting with a letter or digit',
    ],
  ])('refused: %s', (_, files, given, message) => {
    const act = () => loadStackFile({ directory: stackDirectory(files), stack: given, systems: [] });
    expect(act).toThrow(Failure);
    expect(act).toThrow(expect.objectContaining({ message, code: 'configuration' }));
  });
});

describe('a directory without a stack file', () => {
  test.each([
    [
      'a similar name',
      { 'deploy.yml': minimal },
      'there is no file "deploy.yaml"; did you mean "deploy.yml"?',
    ],
    ['nothing', {}, 'there is no file "deploy.yaml"'],
  ])('%s', (_, files, message) => {
    const directory = stackDirectory(files);
    expect(() => load(directory)).toThrow(expect.objectContaining({ message, code: 'configuration' }));
  });

  test('no directory', () => {
    expect(() => load(join(stackDirectory({}), 'gone'))).toThrow(/^there is no stack directory ".*gone"$/);
  });

  test('a link out of the directory', () => {
    const other = stackDirectory({ 'deploy.yaml': minimal });
    expect(() => load(stackDirectory({}, { 'deploy.yaml': join(other, 'deploy.yaml') }))).toThrow(
      '"deploy.yaml" leads out of the stack directory, where nothing is read',
    );
  });
});

describe('what a recipe reads', () => {
  const yaml = `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, banner: {fromFile: texts/banner.txt}, valueFiles: [values.yaml]}
`;
  const files = { 'deploy.yaml': yaml, 'texts/banner.txt': 'grüße\n', 'values.yaml': 'a: {b: 1}\nc: null\n' };

  test('text, from the file or from the stack file', () => {
    const loaded = load(stackDirectory(files));
    expect(loaded.text({ fromFile: 'texts/banner.txt' }, ['releases', 'a'])).toBe('grüße\n');
    expect(loaded.text('written here', ['releases', 'a'])).toBe('written here');
  });

  test('Helm values, with the nulls that Helm needs; an empty file has none', () => {
    const loaded = load(stackDirectory({ ...files, 'empty.yaml': '# nothing\n' }));
    expect(loaded.valueFile('values.yaml', ['releases', 'a', 'valueFiles', 0])).toEqual({
      a: { b: 1 },
      c: null,
    });
    expect(loaded.valueFile('empty.yaml', ['releases', 'a'])).toEqual({});
  });

  test('a link inside the directory is followed, and the directory itself may be one', () => {
    const directory = stackDirectory(
      { 'deploy.yaml': yaml, 'real.txt': 'hi', 'values.yaml': '' },
      { texts: '.', 'banner.txt': 'real.txt' },
    );
    const linked = join(stackDirectory({}, { stack: directory }), 'stack');
    expect(load(linked).text({ fromFile: 'texts/banner.txt' }, [])).toBe('hi');
  });

  test('secrets are not read', () => {
    const secret = `${head}releases:\n  a: {system: web, chart: {ref: c}, namespace: shop, token: {fromFile: not-here.txt}}\n`;
    expect(() => load(stackDirectory({ 'deploy.yaml': secret }))).not.toThrow();
  });

  test('a named pipe is refused without waiting for its writer', () => {
    const directory = stackDirectory({ ...files, 'texts/banner.txt': '' });
    execFileSync('mkfifo', [join(directory, 'pipe')]);
    const loaded = load(directory);
    expect(loaded.text({ fromFile: 'pipe' }, ['releases', 'a', 'banner'])).toBe('');
    expect(() => loaded.problems.throwIfAny()).toThrow(
      'deploy.yaml:6:62 releases.a.banner: "pipe" is not a file',
    );
  });

  test('problems that a recipe finds are added, and thrown together in the order of the file', () => {
    const loaded = load(stackDirectory(files));
    loaded.problems.throwIfAny();
    loaded.problems.add(['releases', 'a', 'namespace'], 'taken');
    loaded.problems.add(['cluster', 'kubeVersion'], 'needed');
    expect(loaded.text({ fromFile: '../x' }, ['releases', 'a', 'banner'])).toBe('');
    const thrown = errorOf(() => loaded.problems.throwIfAny());
    expect(thrown.problems).toEqual([
      { file: 'deploy.yaml', line: 4, column: 3, path: 'cluster.kubeVersion', message: 'needed' },
      { file: 'deploy.yaml', line: 6, column: 48, path: 'releases.a.namespace', message: 'taken' },
    ]);
    expect(thrown.exitCode).toBe(2);
  });
});

test('the file is read once for each stack, so that two stacks of one directory differ', () => {
  const directory = stackDirectory({
    'deploy.yaml': `${minimal}stacks: {dev: {cluster: {context: dev}}, prod: {releases: {a: {wait: false}}}}\n`,
  });
  const [dev, prod] = ['dev', 'prod'].map((stack) => load(directory, stack, [web, queue]).document);
  expect([dev?.cluster.context, prod?.cluster.context]).toEqual(['dev', undefined]);
  expect([dev?.releases['a']?.wait, prod?.releases['a']?.wait]).toEqual([true, false]);
});

function errorOf(act: () => void): StackFileError {
  try {
    act();
  } catch (error) {
    if (error instanceof StackFileError) return error;
    throw error;
  }
  throw new Error('no error was thrown');
}
