/**
 * No secret leaves its place. One stack holds secrets in all forms wherever one can be, and also where none belongs; everything that the program prints, writes
 * and sends is searched for them, while it succeeds and while it fails.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Canary, findCanaries, plant } from '../../setup/canaries.ts';
import { echoingRegistry } from '../../setup/canary-stack/echoing-registry.ts';
import { badKubeconfigs } from '../../setup/canary-stack/kubeconfigs.ts';
import { type CanaryStack, openCanaryStack } from '../../setup/canary-stack/open.ts';
import {
  credentials,
  failing,
  inValues,
  live,
  madeUp,
  sources,
  written,
} from '../../setup/canary-stack/planted.ts';
import { legacyNamespace, namespace } from '../../setup/canary-stack/stack-files.ts';
import { waysToHide } from '../../setup/canary-stack/ways-to-hide.ts';
import { Captured } from '../../setup/captured.ts';
import { releaseRecords } from '../../setup/cluster.ts';
import { must } from '../../setup/open-example.ts';
import { testPlane } from '../../setup/plane-environment.ts';
import { startCommand } from '../../setup/running-command.ts';
import { execute, type Ran } from '../../setup/stack-copy.ts';
import { ask } from '../../../toolchain/plane/cluster.ts';

const plane = testPlane();
const [first, second] = [written('first'), written('second')];
/** In the stack file: whoever reads that, Helm's records or Pulumi's state has them anyway. */
const inStackFile = [first, second, { apiKey: failing.apiKey }].flatMap((each) => Object.values(each));
const planted: readonly Canary[] = [
  ...[sources, credentials, inValues, live, madeUp, failing].flatMap((each) => Object.values(each)),
  ...[first, second].flatMap((each) => Object.values(each)),
];

/** What makes Pulumi, its providers and Helm tell more than they should. */
const loud = {
  PULUMI_OPTION_SHOW_SECRETS: 'true',
  PULUMI_OPTION_VERBOSE: '11',
  PULUMI_OPTION_LOGTOSTDERR: 'true',
  PULUMI_OPTION_LOGFLOW: 'true',
  PULUMI_DEBUG_COMMANDS: 'true',
  TF_LOG: 'TRACE',
  HELM_DEBUG: '1',
  DEBUG: '*',
};
const checkFormats = ['json', 'junit', 'sarif', 'markdown', 'github'];

let stack: CanaryStack;
let all: readonly Canary[];

const reports = (formats: readonly string[], name: string): string[] =>
  formats.flatMap((format) => ['--report', `${format}=${join(stack.reports, `${name}.${format}`)}`]);

/** A preview in each of its forms, with all that it leaves. */
async function preview(name: string, environment: NodeJS.ProcessEnv = {}): Promise<void> {
  const runs = [
    stack.run(
      `${name}: text`,
      ['preview', '--verbose', '--comment', ...reports(['json', 'markdown', 'html'], name)],
      { ...stack.job(name), ...environment },
    ),
    ...['json', 'markdown', 'html'].map((format) =>
      stack.run(`${name}: ${format}`, ['preview', '--format', format], environment),
    ),
  ];
  for (const ran of await Promise.all(runs.map(must))) expect(ran.stdout).toContain('(secret)');
}

/** Gives what it prints, for it has to say what is wrong. */
async function fails(
  name: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<string> {
  const { exitCode, stdout, stderr } = await stack.run(name, args, environment);
  expect(`${name}: ${exitCode}`).not.toBe(`${name}: 0`);
  return stdout + stderr;
}

async function byHand(path: string, type: string, body: unknown): Promise<void> {
  const url = `${plane.apiServer}${path}`;
  const answer = await ask(plane, url, { method: 'PATCH', type, body: JSON.stringify(body) });
  expect(answer.status).toBe(200);
}

const git = async (...args: readonly string[]): Promise<Ran> =>
  await must(
    execute(
      'git',
      ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args],
      stack.environment,
      stack.directory,
    ),
  );

/** Of all that has left since it was asked last. */
function leaks(): string[] {
  const { captured, github } = stack;
  captured.putFolder('report', stack.reports);
  captured.putFolder('temporary', stack.temporary);
  for (const [index, { method, path, body }] of github.requests.entries())
    captured.put(`request ${index}: ${method} ${path}`, `${path}\n${body}`);
  return [...captured.leaks(all), ...captured.rows()];
}

beforeAll(async () => {
  stack = await openCanaryStack({ values: first });
  all = [...planted, ...stack.ofPlane];
  stack.write({ '.gitignore': '.k8s-deploy\n' });
  await git('init', '-q');
  await git('add', '.');
  await git('commit', '-qm', 'first');
});
afterAll(async () => {
  for (const name of [namespace, legacyNamespace])
    await ask(plane, `${plane.apiServer}/api/v1/namespaces/${name}`, { method: 'DELETE' });
  await stack.close();
});

test('more than thirty are planted, and none is like another', () => {
  expect(all.length).toBeGreaterThan(50);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
});

test('a preview of what is not there yet', async () => {
  await preview('first preview');
  const printed = stack.captured.text('first preview: text');
  // Too short, and a common word: said so, and not looked for in texts.
  for (const name of ['SHORT_PIN', 'COMMON_WORD'])
    expect(printed).toContain(`environment variable ${name} is too short or too common a word`);
  expect(printed).toContain('environment: production');
  expect(leaks()).toEqual([]);
});

test('up while everything around it is loud, and its outputs', async () => {
  const recording = join(stack.reports, 'grpc.json');
  const { stderr } = await must(stack.run('first up', ['up'], { ...loud, PULUMI_DEBUG_GRPC: recording }));
  expect(stderr).toContain('kept from Pulumi, which might show secrets');
  expect(existsSync(recording)).toBe(false);
  await Promise.all(
    [['outputs'], ['outputs', '--json']].map((args) => must(stack.run(args.join(' '), args, loud))),
  );
  expect(leaks()).toEqual([]);
});

test('a preview of other values, over what was changed by hand', async () => {
  const objects = `/api/v1/namespaces/${namespace}`;
  await byHand(`/apis/apps/v1/namespaces/${namespace}/deployments/leaky`, 'application/json-patch+json', [
    { op: 'replace', path: '/spec/template/spec/containers/0/env/0/value', value: live.token.secret },
    { op: 'replace', path: '/metadata/annotations/acme.example~1login', value: live.url.secret },
  ]);
  await byHand(`${objects}/configmaps/leaky-settings`, 'application/merge-patch+json', {
    data: { 'config.yaml': live.configuration.secret },
  });
  await byHand(`${objects}/secrets/leaky-made`, 'application/merge-patch+json', {
    data: { seed: Buffer.from(live.secret.secret).toString('base64') },
  });
  stack.choose({ values: second });
  await preview('second preview', loud);
  const printed = stack.captured.text('second preview: text');
  for (const told of ['stringData.seed  (secret) changes', 'Drift', 'data.seed  (secret) changes'])
    expect(printed).toContain(told);
  expect(leaks()).toEqual([]);
});

test('of a secret, its length is not told either', async () => {
  const shown = async (secret: string): Promise<unknown> => {
    const place = `with ${secret.length} characters`;
    const { stdout } = await must(stack.run(place, ['preview', '--json'], { CANARY_SPECIAL: secret }));
    return { ...(JSON.parse(stdout) as object), timings: null };
  };
  const [short, long] = [plant('short', 'word').secret, plant('long', 'private-key').secret.repeat(20)];
  expect(await shown(long)).toEqual(await shown(short));
});

test('a preview against a commit, and checks', async () => {
  await Promise.all([
    must(stack.run('offline', ['preview', '--verbose', '--base', 'HEAD', ...reports(['html'], 'offline')])),
    must(stack.run('offline: json', ['preview', '--json', '--base', 'HEAD'])),
    must(stack.run('check', ['check', '--verbose', '--coverage', ...reports(checkFormats, 'check')], loud)),
    must(stack.run('check by Helm', ['check', '--json', '--engine', 'helm'])),
  ]);
  for (const place of ['offline', 'check']) expect(stack.captured.text(place)).toContain('(secret)');
  await must(stack.run('check --update', ['check', '--update', '--json']));
  const snapshots = readFileSync(join(stack.directory, 'contracts/__snapshots__/leaky.yaml'), 'utf8');
  // No field tells that this one is a secret; beside it, in the stack file, it stands in the same way.
  const unnamed = [first.seed, second.seed];
  expect(snapshots).toContain('(secret)');
  expect(
    findCanaries(
      snapshots,
      all.filter((canary) => !unnamed.includes(canary)),
    ),
  ).toEqual([]);
  expect(leaks()).toEqual([]);
});

test('credentials that are wrong, and clusters that nobody reaches', async () => {
  const kubeconfigs = badKubeconfigs(join(stack.folder, 'kubeconfigs'), plane.apiServer);
  const told = await Promise.all(
    Object.entries(kubeconfigs).map(async ([name, file]) => {
      const isPosted = name === 'its program complains';
      const job = isPosted ? stack.job('plugin') : {};
      const args = ['preview', ...(isPosted ? ['--comment'] : ['--json'])];
      return await fails(name, args, { ...loud, ...job, KUBECONFIG: file });
    }),
  );
  expect(told.join('\n')).toContain('denied: (secret)');
  const complaining = { KUBECONFIG: kubeconfigs['its program complains'] };
  await fails('destroy: its program complains', ['destroy', '--yes', '--json'], complaining);
  const wrong = { PULUMI_CONFIG_PASSPHRASE: credentials.wrongPassphrase.secret };
  for (const args of [
    ['preview', '--comment'],
    ['up', '--json'],
  ])
    expect(
      await fails(`wrong passphrase: ${args[0]}`, args, { ...loud, ...stack.job('passphrase'), ...wrong }),
    ).toContain('the passphrase does not open the secrets');
  expect(leaks()).toEqual([]);
});

test('a registry that lets nobody in, and says by what they tried', async () => {
  const registry = await echoingRegistry();
  stack.choose({ values: second, registry: registry.address });
  expect(await fails('registry', ['preview', '--json'])).toContain('denies access');
  await registry.close();
  expect(registry.seen).toContain(`robot:${sources.registryPassword.secret}`);
  expect(leaks()).toEqual([]);
});

test.each([
  ['template', { fault: 'template' }, 'is too short'],
  ['schema', { apiKey: failing.apiKey.secret }, 'does not match pattern'],
] as const)('a chart that refuses a value, and quotes it: %s', async (name, how, says) => {
  stack.choose({ values: second, ...how });
  const told = await Promise.all([
    fails(`${name}: preview`, ['preview', '--comment', ...reports(['html', 'json'], name)], stack.job(name)),
    fails(`${name}: offline`, ['preview', '--json', '--no-check', '--base', 'HEAD']),
    fails(`${name}: check`, ['check', '--verbose', ...reports(checkFormats, `check of ${name}`)]),
    fails(`${name}: check by Helm`, ['check', '--json', '--engine', 'helm']),
  ]);
  for (const text of told) expect(text).toContain(says);
  await fails(`${name}: up`, ['up', '--no-check', '--json'], loud);
  expect(leaks()).toEqual([]);
});

test('a stack file that is none, with a secret where it breaks', async () => {
  stack.choose({ values: second });
  const text = readFileSync(join(stack.directory, 'deploy.yaml'), 'utf8');
  const { insteadOfSource: plain, brokenYaml: broken } = failing;
  const token = /"token": \{[^}]*\}/;
  const mistakes: Readonly<Record<string, string>> = {
    'instead of its source': text.replace(token, `"token": "${plain.secret}"`),
    'under a name that is none': text.replace(token, `"pasword": "${plain.secret}"`),
    'as the name of a source': text.replace('"fromConfig": "word"', `"fromConfig": "$ ${plain.secret}"`),
    twice: text.replace(token, (match) => `"token": "${broken.secret}", ${match}`),
    'in quotes that never end': `${text}\npassword: "${broken.secret}\n  - x: [`,
    'as an alias': `releases:\n  leaky:\n    password: *${broken.secret}\n`,
  };
  for (const [name, changed] of Object.entries(mistakes)) {
    expect(changed).not.toBe(text);
    stack.write({ 'deploy.yaml': changed });
    const isPosted = name === 'instead of its source';
    await Promise.all([
      isPosted
        ? fails(`${name}: preview`, ['preview', '--comment'], stack.job(name))
        : fails(`${name}: preview`, ['preview', '--json']),
      fails(`${name}: check`, ['check']),
    ]);
  }
  stack.choose({ values: second });
  expect(leaks()).toEqual([]);
});

test('arguments and variables that ask for secrets, or hold some', async () => {
  const told = await Promise.all([
    fails('argument', ['preview', `--password=${failing.argument.secret}`]),
    fails('mirror', ['preview', '--chart-mirror', `https://criblio.github.io=${failing.mirror.secret}`]),
    fails('--show-secrets', ['outputs', '--show-secrets']),
    fails('NODE_DEBUG', ['preview'], { NODE_DEBUG: 'http,child_process' }),
  ]);
  for (const [index, says] of [
    'unknown option',
    'is not FROM=TO',
    'there is no --show-secrets',
    'NODE_DEBUG is set',
  ].entries())
    expect(told[index]).toContain(says);
  expect(leaks()).toEqual([]);
});

test('an API server that refuses an object, and a hook that does not end', async () => {
  stack.choose({ values: second, fault: 'server' });
  const refused = await fails('refused', ['up', '--no-check', '--json'], loud);
  expect(refused).toMatch(/Invalid value: .*\(secret\)/);
  stack.choose({ values: second, fault: 'hook' });
  expect(await fails('hook', ['up', '--no-check'], loud)).toContain('pre-upgrade hook: no node fits');
  expect(leaks()).toEqual([]);
});

test('an up that is killed leaves nothing that can be read', async () => {
  const running = startCommand(stack, ['up', '--no-check', '--stack', 'dev']);
  const locks = join(stack.state, '.pulumi/locks');
  const isLocked = (): boolean =>
    existsSync(locks) &&
    readdirSync(locks, { recursive: true, withFileTypes: true }).some((entry) => entry.isFile());
  await expect.poll(isLocked, { timeout: 60_000, interval: 20 }).toBe(true);
  running.signal('SIGKILL');
  const { stdout, stderr } = await running.ended;
  stack.captured.put('killed', stdout + stderr);
  await expect.poll(() => running.pulumi(), { timeout: 30_000 }).toEqual([]);
  const isFreed = async (): Promise<boolean> => {
    await execute('pulumi', ['cancel', '--yes', '--stack', 'dev'], stack.environment, stack.directory);
    return !isLocked();
  };
  await expect.poll(isFreed, { timeout: 30_000, interval: 500 }).toBe(true);
  await must(stack.run('after the kill', ['preview', '--no-check', '--json'], loud));
  expect(leaks()).toEqual([]);
});

/** Where secrets may be, and those that may be there. Empty: none. */
test('state, records and folders hold only what they have to', async () => {
  const kept = new Captured();
  kept.putFolder('state', stack.state);
  kept.putFolder('Pulumi', join(stack.folder, 'home'));
  // The files that the operator wrote. Snapshots are ours, and so is what is pulled.
  kept.putFolder('stack', stack.directory, (path) =>
    /^(?:deploy\.yaml|secrets\/|charts\/|\.git\/|\.k8s-deploy\/charts\/leaky)/.test(path),
  );
  const records = (await releaseRecords(plane)).filter((each) => each.namespace.startsWith(namespace));
  expect(new Set(records.map(({ name }) => name))).toEqual(new Set(['leaky', 'legacy']));
  expect(kept.text('state/.pulumi/stacks/canaries/dev.json')).toContain('"ciphertext"');
  const notInStackFile = all.filter((canary) => !inStackFile.includes(canary));
  expect(kept.leaks(notInStackFile)).toEqual([]);

  // Helm keeps values and what was rendered of them. The token of LogStream 1.0 is there, as its notice says.
  const { legacyToken } = inValues;
  const inRecords = new Set<Canary>([...inStackFile, ...Object.values(madeUp), legacyToken]);
  const outside = all.filter((canary) => !inRecords.has(canary));
  for (const { name, text } of records) {
    expect({ name, found: findCanaries(text, outside) }).toEqual({ name, found: [] });
    expect(findCanaries(text, [legacyToken])).toEqual(name === 'legacy' ? [legacyToken.name] : []);
  }
});

test('a destroy that succeeds, and one that quotes what the stack file does not have any more', async () => {
  await must(stack.run('destroy', ['destroy', '--yes', '--json'], loud));
  stack.choose({ values: second, fault: 'delete' });
  await must(stack.run('up again', ['up', '--no-check', '--json'], loud));
  stack.choose({ values: first });
  expect(await fails('destroy fails', ['destroy', '--yes'], loud)).toMatch(/Invalid value: .*\(secret\)/);
  expect(leaks()).toEqual([]);
});

test.each(Object.entries(waysToHide))('the search would have found them all: %s', (_, write) => {
  for (const place of ['second preview: json', 'report/second preview.html', 'request ']) {
    const text = stack.captured.text(place);
    expect(text.length).toBeGreaterThan(1000);
    const middle = Math.floor(text.length / 2);
    const told = `${text.slice(0, middle)}\n${planted.map(({ secret }) => write(secret)).join('\n')}\n${text.slice(middle)}`;
    expect(findCanaries(told, planted)).toEqual(planted.map(({ name }) => name));
  }
});
