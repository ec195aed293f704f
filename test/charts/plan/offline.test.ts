/** The plan of a change to the stack file: two versions of it, both rendered, with no cluster and no secrets in reach. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlanDocument } from '../../plane/plan/plan-document.ts';
import { said } from '../../plane/plan/said.ts';
import { gitRepository, type GitRepository } from '../../setup/git-repository.ts';
import { localExample } from '../../setup/local-example.ts';
import { changeIn, type Change } from './change.ts';

const directory = 'data-platform';
const smallDirectory = 'plain-chart';
const stackFile = `${directory}/deploy.yaml`;
/** Where other work goes on as well. */
const slowly = { timeout: 60_000 };

let main: GitRepository;
let small: GitRepository; // one release, for what takes no more
const clones: GitRepository[] = [];

beforeAll(() => {
  const example = localExample(directory, (text) =>
    text.replace(/ {6}edge-workers: .*\n/, '').replace('max: 10', 'max: 3'),
  );
  main = gitRepository(dirname(example.directory), example.remove);
  const other = localExample(smallDirectory);
  small = gitRepository(dirname(other.directory), other.remove);
});
afterAll(() => {
  for (const one of [main, small, ...clones]) one.remove();
});

/** On a branch of its own, in a clone of its own, after the edit. */
function branch(
  edit: (repository: GitRepository) => void,
  from = main,
): Change & { readonly repository: GitRepository } {
  const clone = from.clone();
  clones.push(clone);
  clone.git('checkout', '--quiet', '-b', 'topic');
  edit(clone);
  clone.commit('A change');
  return { ...changeIn(clone, from === main ? directory : smallDirectory), repository: clone };
}

/** In the stack file. */
const replaced =
  (text: string | RegExp, other: string, file = stackFile) =>
  (repository: GitRepository): void =>
    repository.edit(file, (all) => all.replace(text, other));

const nothing = (repository: GitRepository): void => repository.write({ 'README.md': 'Read me.' });
const scaled = replaced('loginSecret:', 'replicas: 2\n      loginSecret:', `${smallDirectory}/deploy.yaml`);
const moved = replaced(
  'namespace: hello\n    values',
  'namespace: hi\n    values',
  `${smallDirectory}/deploy.yaml`,
);
const withoutWorkers = replaced(/ {2}edge-workers:\n[^]*?\n\nnamespaces/, 'namespaces');
/** Under a new name, so that pods roll. */
const newContent = (what: string): readonly string[] => [
  'update release leoflow',
  'changed Deployment leoflow/leoflow', // in a generated name, which is folded
  'runs Job leoflow/leoflow-migrate pre-upgrade',
  `replace ${what}`,
  'risk replace notice',
  'risk hook-rerun notice',
];

/** What changes, and what the plan says of it. */
const changes: Readonly<
  Record<string, readonly [edit: (repository: GitRepository) => void, said: readonly unknown[]]>
> = {
  'nothing that is deployed': [nothing, []],
  'a new release': [
    replaced(
      '  edge-workers:\n',
      '  cache:\n    chart: { ref: ./charts/redis }\n    namespace: cache\n  edge-workers:\n',
    ),
    [
      'create release cache',
      'created ServiceAccount cache/cache-redis-master',
      'created Secret cache/cache-redis',
      'created Service cache/cache-redis-headless',
      'created Service cache/cache-redis-master',
      'created StatefulSet cache/cache-redis-master',
      'create Namespace cache',
      'gap the chart of release cache asks the cluster by `lookup` (redis/templates/secret.yaml): it is rendered here as if nothing were found',
      'gap the chart of release cache renders Secret cache-redis otherwise each time (random texts, or the time): what is random is not part of the digest',
    ],
  ],
  'a value': [
    replaced('size: 50Gi', 'size: 60Gi'),
    [
      'update release leoflow',
      'changed PersistentVolumeClaim leoflow/leoflow-logs spec.resources.requests.storage',
      'runs Job leoflow/leoflow-migrate pre-upgrade',
      'risk hook-rerun notice',
      'risk volume-claim notice',
    ],
  ],
  'a release less': [
    withoutWorkers,
    [
      'delete release edge-workers',
      ...[
        'ServiceAccount logstream/edge-workers-logstream-workergroup',
        'ClusterRole edge-workers-logstream-workergroup:logstream-workergroup:logstream',
        'ClusterRoleBinding edge-workers-logstream-workergroup:logstream-workergroup:logstream',
        'Service logstream/edge-workers-logstream-workergroup',
        'Deployment logstream/edge-workers-logstream-workergroup',
        'HorizontalPodAutoscaler logstream/edge-workers-logstream-workergroup-kubernetes',
      ].map((object) => `deleted ${object}`),
      'delete Namespace logstream',
      'delete Secret logstream/edge-workers-leader',
      'risk delete warning',
      'risk delete-namespace warning',
      'risk delete warning',
    ],
  ],
  'another version of the chart': [
    replaced(/^version: .*$/m, 'version: 1.2.0', `${directory}/charts/ksml/Chart.yaml`),
    [
      'update release sensor-inspector',
      ...[
        'ServiceAccount ksml/dizzl-sandbox-dev-sensor-inspector-ksml',
        'ConfigMap ksml/dizzl-sandbox-dev-sensor-inspector-ksml-logging',
        'ConfigMap ksml/dizzl-sandbox-dev-sensor-inspector-ksml-runner',
        'Service ksml/dizzl-sandbox-dev-sensor-inspector-ksml',
        'Service ksml/dizzl-sandbox-dev-sensor-inspector-ksml-headless',
        'StatefulSet ksml/dizzl-sandbox-dev-sensor-inspector-ksml',
      ].map((object) => `changed ${object}`), // in a label, which is folded
    ],
  ],
  'another template, and the same version of the chart': [
    replaced(
      'publishNotReadyAddresses: true',
      'publishNotReadyAddresses: false',
      `${directory}/charts/ksml/templates/services.yaml`,
    ),
    [
      'update release sensor-inspector',
      'changed Service ksml/dizzl-sandbox-dev-sensor-inspector-ksml-headless spec.publishNotReadyAddresses',
    ],
  ],
  'a namespace': [
    replaced(
      'observability: { podSecurity: { enforce: restricted',
      'observability: { podSecurity: { enforce: baseline',
    ),
    ['update Namespace observability metadata.labels["pod-security.kubernetes.io/enforce"]'],
  ],
  'the source of a secret': [
    replaced('fromConfig: leoflowJwt', 'fromConfig: leoflowOther'),
    newContent('Secret leoflow/leoflow-credentials stringData.jwtSecret'),
  ],
  'the content of a CA bundle': [
    (repository) =>
      repository.edit(
        `${directory}/certs/db-ca.pem`,
        (text) => text + repository.read(`${directory}/certs/agent-ca.pem`),
      ),
    newContent('ConfigMap leoflow/leoflow-db-ca data["ca.crt"]'),
  ],
  'a bucket': [
    replaced('tags: { team: platform }', 'tags: { team: data }'),
    ['update StateBucket acme-dev-sf2loki-state tags.team'],
  ],
  'the name of a release': [
    replaced('tenant: dizzl', 'tenant: dazzl'),
    [
      'replace release sensor-inspector',
      ...['ServiceAccount', 'ConfigMap', 'ConfigMap', 'Service', 'Service', 'StatefulSet'].map(
        (kind): unknown =>
          expect.stringMatching(`^renamed ${kind} ksml/dazzl-sandbox-dev-sensor-inspector-ksml`),
      ),
      'risk replace warning',
    ],
  ],
};

describe('what a change does', () => {
  const plans = new Map<string, PlanDocument>();
  beforeAll(async () => {
    const runs = Object.entries(changes).map(async ([name, [edit]]) => {
      const { exitCode, plan } = await branch(edit).plan();
      expect(exitCode).toBe(0);
      plans.set(name, plan);
    });
    await Promise.all(runs);
  }, 90_000);

  test.each(Object.entries(changes))('%s', (name, [, expected]) => {
    const plan = plans.get(name);
    expect(plan === undefined ? null : said(plan)).toEqual(expected);
    expect(plan?.verdict).toEqual({ outcome: expected.length === 0 ? 'no-changes' : 'changes', reasons: [] });
    expect(plan?.tier).toBe('offline');
  });

  test('each has a digest of its own', () => {
    expect(new Set([...plans.values()].map(({ digest }) => digest)).size).toBe(plans.size);
  });
});

describe.concurrent('what it is compared with', slowly, () => {
  test('a base that has gone on is a risk, with how far', async () => {
    const change = branch(nothing);
    change.repository.git('checkout', '--quiet', 'main');
    for (const message of ['one', 'two', 'three']) change.repository.commit(message);
    change.repository.git('checkout', '--quiet', 'topic');
    const { plan } = await change.plan();
    expect(plan.base).toMatchObject({ ref: 'main', behind: 3 });
    expect(plan.risks).toMatchObject([
      { id: 'stale-base', severity: 'warning', message: expect.stringContaining('lacks 3 commits of main') },
    ]);
    expect((await change.preview(['--deny', 'stale-base'])).exitCode).toBe(5);
  });

  test('a checkout that does not reach back that far says so', async () => {
    const { repository } = branch(replaced('size: 50Gi', 'size: 60Gi'));
    const shallow = repository.clone('--depth', '1', '--branch', 'topic', '--no-single-branch');
    clones.push(shallow);
    const { plan } = await changeIn(shallow, directory).plan(['--base', 'origin/main']);
    expect(plan.gaps).toEqual([expect.stringContaining('check out with fetch-depth: 0')]);
    expect(said(plan)).toContain('update release leoflow');
  });

  test('a base without the stack: everything is new', async () => {
    const change = branch((repository) => repository.git('mv', directory, 'elsewhere'));
    const { plan } = await changeIn(change.repository, 'elsewhere').plan();
    expect(plan.releases.map(({ operation }) => operation)).toEqual(Array(5).fill('create'));
    expect(plan.counts.objects).toMatchObject({ created: 31, unchanged: 0 });
    expect(plan.directory).toBe('elsewhere');
  });

  test('a base that cannot be read, which the change mends: everything is new, and that is said', async () => {
    const change = branch(nothing);
    const { repository } = change;
    const text = repository.read(stackFile);
    repository.write({ [stackFile]: text.replace('replicas: 2', 'replica: 2') });
    repository.commit('Broken');
    repository.git('branch', '--force', 'main', 'HEAD');
    repository.write({ [stackFile]: text });
    repository.commit('Mended');
    const { plan, exitCode } = await change.plan();
    expect(exitCode).toBe(0);
    expect(plan.gaps).toEqual([expect.stringMatching(/^main cannot be rendered, .*replica/s)]);
  });

  test('no such base names what to do', async () => {
    const { exitCode, stderr } = await branch(nothing).preview(['--base', 'origin/mian']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('with "origin/mian": git rev-parse failed');
    expect(stderr).toContain('fetch-depth: 0');
  });
});

describe.concurrent('the digest', slowly, () => {
  test('is the same on another machine: other folder, other clone, other time, other settings', async () => {
    const first = branch(replaced('size: 50Gi', 'size: 60Gi'));
    const { repository } = first;
    const folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-other-'));
    const other = { root: join(folder, 'a', 'longer path') };
    mkdirSync(join(folder, 'a'));
    // As git checks out under another umask, at another time.
    execFileSync('sh', ['-c', 'umask 077; git clone -q "$1" "$2"', 'sh', repository.root, other.root]);
    execFileSync('git', ['-C', other.root, 'fetch', '-q', 'origin', 'main:main']);
    execFileSync('find', [other.root, '-name', '*.yaml', '-exec', 'touch', '-d', '2001-01-01', '{}', '+']);
    const settings = { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', NO_COLOR: '1' };
    try {
      const [one, two] = await Promise.all([
        first.preview(['--json']),
        changeIn(other, directory).preview(['--json'], settings),
      ]);
      const timeless = ({ stdout }: { readonly stdout: string }): unknown => ({
        ...(JSON.parse(stdout) as object),
        timings: null,
      });
      expect(timeless(two)).toEqual(timeless(one));
      expect(one.stdout).toContain('"digest": "sha256:');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe.concurrent('outputs', slowly, () => {
  test('the tier is named in each of them, and all are of the same plan', async () => {
    const change = branch(withoutWorkers);
    const reports = ['json=p.json', 'markdown=p.md', 'html=p.html'];
    const ran = await change.preview(reports.flatMap((report) => ['--report', report]));
    const read = (file: string): string => change.repository.read(`${directory}/${file}`);
    const plan = JSON.parse(read('p.json')) as PlanDocument;
    expect(plan.tier).toBe('offline');
    expect(ran.stdout).toMatch(/^Offline plan of data-platform\/dev: 3 to delete; /);
    expect(ran.stdout).toContain(`Against main (${plan.base?.commit.slice(0, 7)})`);
    expect(read('p.md')).toMatch(
      /^### ⚠️ Offline plan of data\\-platform\/dev: 3 to delete; .*\(placeholders; base /,
    );
    expect(read('p.html')).toMatch(/<title>[^<]*Offline plan/);
    for (const text of [ran.stdout, read('p.md'), read('p.html')]) expect(text).toContain(plan.digest);
    expect(Math.max(...ran.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);

    const printed = await change.preview(['--format', 'markdown']);
    expect(printed.stdout.trimEnd()).toBe(read('p.md').trimEnd());
  });

  test('needs neither Pulumi nor Helm, no home, no kubeconfig and no secret', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-path-'));
    const found = (program: string): string =>
      execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim();
    for (const program of ['git', 'k8s-deploy-renderer']) symlinkSync(found(program), join(folder, program));
    try {
      const ran = await branch(withoutWorkers).preview(['--json'], { PATH: folder });
      expect(ran).toMatchObject({ exitCode: 0 });
      expect(ran.stderr.split('\n').filter((line) => line !== '' && !line.startsWith('chart '))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe.concurrent('refusals', slowly, () => {
  test('what the gate finds is in it, and refuses it', async () => {
    const { plan, exitCode } = await branch(replaced('leoflow-grpc-tls }', 'leoflow-tls }')).plan();
    expect(exitCode).toBe(5);
    expect(plan.verdict).toEqual({ outcome: 'refused', reasons: ['2 findings are errors'] });
  });

  test('a chart that does not render takes nothing away', async () => {
    const { plan, exitCode } = await branch((repository) =>
      repository.write({ [`${directory}/charts/ksml/templates/broken.yaml`]: '{{ fail "not today" }}' }),
    ).plan();
    expect(exitCode).toBe(5);
    expect(plan.verdict).toEqual({ outcome: 'refused', reasons: ['1 finding is an error'] });
    expect(plan.findings.find(({ severity }) => severity === 'error')?.message).toContain('not today');
    expect(plan.counts.objects).toMatchObject({ deleted: 0, unchanged: 31 });
  });

  test.each([
    [['--max-deletes', '0'], '1 release, 6 objects and 2 resources would be deleted, and --max-deletes is 0'],
    [['--deny', 'delete'], '2 risks of the kind delete, which --deny refuses'],
    [['--deny', 'exposure,delete-namespace'], '1 risk of the kind delete-namespace, which --deny refuses'],
  ])('%j, and why', async (args, reason) => {
    const { exitCode, plan } = await branch(withoutWorkers).plan(args);
    expect(exitCode).toBe(5);
    expect(plan.verdict).toEqual({ outcome: 'refused', reasons: [reason] });
  });

  test('are told in the terminal as well', async () => {
    const refused = await branch(moved, small).preview(['--max-replaces', '0']);
    expect(refused.exitCode).toBe(5);
    expect(refused.stdout).toMatch(/^Offline plan of plain-chart\/dev, refused: /);
    expect(refused.stdout).toMatch(/✗ 1 release would be replaced, and --max-replaces is 0\n$/);
  });

  test('--expect-no-changes', async () => {
    const runs = await Promise.all([
      branch(nothing, small).preview(['--expect-no-changes']),
      branch(scaled, small).preview(['--expect-no-changes']),
      branch(moved, small).preview(['--expect-no-changes', '--max-replaces', '0']),
    ]);
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 4, 5]);
  });

  test.each([
    [
      ['--deny', 'delte,exposur'],
      ['--deny knows no risk "delte"; did you mean "delete"?', 'did you mean "exposure"?'],
    ],
    [['--report', 'htlm=p.html'], ['there is no format "htlm"; did you mean "html"?']],
    [['--report', 'html'], ['--report html: the file is missing']],
    [['--format', 'markdwon'], ['Allowed choices are text, json, markdown, html']],
    [['--max-deletes', '-1'], ['expected a whole number from 0']],
    [['--maxdeletes', '1'], ['Did you mean --max-deletes?']],
    [['--stack', 'dve'], ['unknown stack "dve"; did you mean "dev"?']],
    [['--comment'], ['--comment works in a GitHub workflow only']],
  ])('%j is refused, and the nearest that is right is named', async (args, texts) => {
    const { exitCode, stderr, stdout } = await changeIn(small, smallDirectory).preview(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    for (const text of texts) expect(stderr).toContain(text);
  });
});
