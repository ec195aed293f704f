/** What others do to a stack in the cluster, as `drift` tells it, and how `--heal` sets it back. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { list } from '../setup/cluster.ts';
import { must } from '../setup/open-example.ts';
import { testPlane } from '../setup/plane-environment.ts';
import { openPullRequest } from '../setup/pull-request.ts';
import type { Ran } from '../setup/stack-copy.ts';
import { openStory, type Story } from './plan/story.ts';
import { chartFiles, configMap, deployment, release, stackFile } from './plan/web-chart.ts';

const plane = testPlane();
vi.setConfig({ testTimeout: 400_000 }); // each runs half a dozen commands, on machines that do other things as well
const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../schemas/drift.schema.json'), 'utf8'),
) as object;
const isDocument = new Ajv({ strict: false }).compile(schema);

interface Document {
  readonly isDrifted: boolean;
  readonly releases: readonly (Found & {
    key: string;
    byHand: string | null;
    outdated: readonly Rotated[];
  })[];
  readonly backing: Found['objects'];
  readonly folded: readonly { noise: string; object: Named; place: { text: string } }[];
  readonly gaps: readonly string[];
}
interface Named {
  readonly kind: string;
  readonly name: string;
}
interface Found {
  readonly objects: readonly {
    object: Named;
    state: string;
    fields: readonly {
      place: { text: string };
      change: string;
      before: unknown;
      after: unknown;
      manager: string | null;
      time: string | null;
    }[];
  }[];
}
interface Rotated {
  readonly workload: Named;
  readonly source: Named;
  readonly manager: string | null;
  readonly isCertain: boolean;
  readonly pods: readonly { places: readonly string[] }[];
}

const variables =
  '[{name: MODE, value: {{ .Values.mode }}}, {name: FOREIGN, valueFrom: {secretKeyRef: {name: foreign, key: token}}}, ' +
  '{name: TOKEN, valueFrom: {secretKeyRef: {name: {{ .Values.login }}, key: token}}}]';
const values = 'mode: quiet\nlogin: none\n';
const files = {
  ...stackFile(
    `web: ${release('web', 'values: { login: { nameOf: login } }')}\nscaled: ${release('scaled')}`,
    `backing:
  secrets: { login: { namespace: NAMESPACE, data: { token: { fromEnv: LEGACY_TOKEN } } } }
  serviceAccounts: { robot: { namespace: NAMESPACE } }
  roles:
    reader:
      namespace: NAMESPACE
      rules: [{ apiGroups: [""], resources: [pods], verbs: [get] }]
      subjects: [{ serviceAccount: robot }]
external: [{ kind: Secret, namespace: NAMESPACE, name: foreign, keys: [token] }]`,
  ),
  ...chartFiles(
    'web',
    {
      'web.yaml': deployment('web', { env: variables }),
      'map.yaml': configMap('web', '{a: "1", mode: {{ .Values.mode }}}'),
      // Of custom resources Helm never looks at the live one.
      'store.yaml':
        'apiVersion: external-secrets.io/v1\nkind: SecretStore\nmetadata: {name: store}\nspec: {provider: {aws: {service: SecretsManager, region: eu-west-1}}}\n',
    },
    { values },
  ),
  ...chartFiles('scaled', {
    'scaled.yaml': deployment('scaled'),
    'hpa.yaml':
      'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: scaled}\nspec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: scaled}, maxReplicas: 5}\n',
  }),
};

let story: Story;
const api = (rest: string): string => `/api/v1/namespaces/${story.namespace}/${rest}`;
const apis = (rest: string): string => `/apis/${rest.replace('NS', `namespaces/${story.namespace}`)}`;
const web = (): string => apis('apps/v1/NS/deployments/web');

beforeAll(async () => {
  story = await openStory('drift', { files });
  await story.byHand('POST', '/api/v1/namespaces', { metadata: { name: story.namespace } });
  await story.byHand('POST', api('secrets'), { metadata: { name: 'foreign' }, data: secret('first') });
  await story.up();
});
afterAll(async () => {
  await story.close();
});

const secret = (token: string): object => ({ token: Buffer.from(token).toString('base64') });

async function drift(args: readonly string[] = []): Promise<Document & { readonly ran: Ran }> {
  const ran = await story.run(['drift', '--json', ...args]);
  const document = JSON.parse(ran.stdout) as Document;
  expect(isDocument(document) ? null : isDocument.errors).toBeNull();
  return { ...document, ran };
}

/** A line each: `Deployment web changed spec.replicas 1 3 somebody`. */
const lines = ({ objects }: Found): string[] =>
  objects.flatMap(({ object: { kind, name }, state, fields }) =>
    state === 'changed'
      ? fields.map(
          ({ place, change, before, after, manager }) =>
            `${kind} ${name} ${change} ${place.text} ${JSON.stringify(before)} ${JSON.stringify(after)} ${manager}`,
        )
      : [`${kind} ${name} ${state}`],
  );
const of = ({ releases }: Document, key = 'web'): Document['releases'][number] => {
  const found = releases.find((each) => each.key === key);
  if (found === undefined) throw new Error(`no release ${key}`);
  return found;
};
const revisions = async (): Promise<number> => {
  const { stdout } = await must(story.helm(['history', 'web', '-o', 'json']));
  return Math.max(...(JSON.parse(stdout) as { revision: number }[]).map(({ revision }) => revision));
};
async function expectHealed(): Promise<void> {
  const healed = await story.run(['drift', '--heal']);
  expect(healed).toMatchObject({ exitCode: 0 });
  const { ran } = await drift(['--detect']);
  expect(ran).toMatchObject({ exitCode: 0 });
  const preview = await story.run(['preview', '--expect-no-changes']);
  expect(preview).toMatchObject({ exitCode: 0 });
}

test('there is none after an up', async () => {
  const { isDrifted, ran } = await drift(['--detect']);
  expect({ isDrifted, exitCode: ran.exitCode }).toEqual({ isDrifted: false, exitCode: 0 });
});

describe('objects of a release', () => {
  test('what was changed, added and deleted is told with who and when; --heal sets it back without a new revision', async () => {
    const before = await revisions();
    await story.byHand('PATCH', web(), {
      spec: { replicas: 3, template: { spec: { nodeSelector: { disk: 'ssd' } } } },
      metadata: { labels: { 'example.com/team': 'blue' } },
    });
    await story.byHand('PATCH', api('configmaps/web'), { data: { a: null, b: 'more' } });
    await story.byHand('PATCH', apis('external-secrets.io/v1/NS/secretstores/store'), {
      spec: { provider: { aws: { region: 'us-east-1' } } },
    });
    await story.byHand('DELETE', apis('apps/v1/NS/deployments/scaled'));
    const found = await drift(['--detect']);
    expect(found.ran.exitCode).toBe(4);
    expect(lines(of(found)).toSorted()).toEqual([
      'ConfigMap web added data.b null "more" somebody',
      'ConfigMap web removed data.a "1" null null',
      'Deployment web added spec.template.spec.nodeSelector null {"disk":"ssd"} somebody',
      'Deployment web changed spec.replicas 1 3 somebody',
      'SecretStore store changed spec.provider.aws.region "eu-west-1" "us-east-1" somebody',
    ]);
    expect(lines(of(found, 'scaled'))).toEqual(['Deployment scaled missing']);
    const ages = of(found).objects.flatMap(({ fields }) =>
      fields.flatMap(({ time }) => (time === null ? [] : [Math.abs(Date.parse(time) - Date.now())])),
    );
    expect(ages.length).toBeGreaterThan(0);
    expect(Math.max(...ages)).toBeLessThan(600_000);
    expect(found.folded).toContainEqual(
      expect.objectContaining({
        noise: 'metadata',
        object: expect.objectContaining({ name: 'web' }) as Named,
      }),
    );

    await expectHealed();
    expect(await revisions()).toBe(before);
    const [deployed] = (await list(plane, 'apps/v1/deployments', story.namespace)).filter(
      ({ metadata }) => metadata.name === 'web',
    );
    expect(deployed?.metadata.labels).toMatchObject({ 'example.com/team': 'blue' });
  });

  test('the gate comes first: with a limit that is passed nothing is written', async () => {
    await story.byHand('PATCH', web(), { spec: { replicas: 2 } });
    story.edit('charts/web/templates/map.yaml', (text) => text.replace('kind: ConfigMap', 'kind: Secret'));
    const refused = await story.run(['drift', '--heal', '--max-deletes', '0']);
    story.edit('charts/web/templates/map.yaml', (text) => text.replace('kind: Secret', 'kind: ConfigMap'));
    expect(refused).toMatchObject({ exitCode: 5 });
    expect(lines(of(await drift()))).toEqual(['Deployment web changed spec.replicas 1 2 somebody']);
    await expectHealed();
  });

  test('replicas of an autoscaler and a restart are no drift, and --heal leaves them', async () => {
    await story.byHand('PATCH', apis('apps/v1/NS/deployments/scaled'), { spec: { replicas: 4 } });
    await story.byHand('PATCH', web(), {
      spec: {
        replicas: 2,
        template: {
          metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': '2026-03-01T00:00:00Z' } },
        },
      },
    });
    const found = await drift();
    expect(lines(of(found))).toEqual(['Deployment web changed spec.replicas 1 2 somebody']);
    expect(lines(of(found, 'scaled'))).toEqual([]);
    expect(found.folded.map(({ noise, object }) => `${noise} ${object.name}`).toSorted()).toEqual(
      expect.arrayContaining(['autoscaler scaled', 'restart web']),
    );
    await expectHealed();
    const [scaled] = (await list(plane, 'apps/v1/deployments', story.namespace)).filter(
      ({ metadata }) => metadata.name === 'scaled',
    );
    expect(scaled?.spec?.['replicas']).toBe(4);
  });

  test('an object that belongs to another release now is told, and never taken over', async () => {
    const notes = (name: string): object => ({
      metadata: { annotations: { 'meta.helm.sh/release-name': name } },
    });
    await story.byHand('PATCH', api('configmaps/web'), { ...notes('theirs'), data: { a: 'theirs' } });
    const healed = await story.run(['drift', '--heal']);
    expect(healed.exitCode).toBe(4);
    expect(healed.stdout).toContain('belongs to release theirs');
    const maps = await list(plane, 'v1/configmaps', story.namespace);
    expect(maps.find(({ metadata }) => metadata.name === 'web')?.data).toMatchObject({ a: 'theirs' });
    await story.byHand('PATCH', api('configmaps/web'), notes('web'));
    await expectHealed();
  });
});

describe('releases', () => {
  test('a rollback by hand is told, and --heal goes forward again through Pulumi', async () => {
    story.edit('charts/web/values.yaml', (text) => text.replace('quiet', 'loud'));
    story.edit('charts/web/Chart.yaml', (text) => text.replace('1.0.0', '1.1.0'));
    await story.up();
    const ours = await revisions();
    await must(story.helm(['rollback', 'web', String(ours - 1)]));
    const found = await drift(['--detect']);
    expect(found.ran.exitCode).toBe(4);
    expect(of(found)).toMatchObject({
      byHand: 'revised',
      applied: ours,
      record: { revision: ours + 1, status: 'deployed', description: `Rollback to ${ours - 1}` },
    });
    expect(lines(of(found))).toContain('ConfigMap web changed data.mode "loud" "quiet" null');
    await expectHealed();
    expect(await revisions()).toBe(ours + 2);
  });

  test('an uninstalled one is installed again', async () => {
    await must(story.helm(['uninstall', 'web']));
    const found = await drift();
    expect(of(found)).toMatchObject({ byHand: 'uninstalled', record: null, objects: [] });
    await expectHealed();
  });
});

describe('notices of the stack', () => {
  test('are said once, though --heal applies the stack again', async () => {
    const before = story.read('deploy.yaml');
    story.write(chartFiles('edge', { 'map.yaml': configMap('edge', '{a: b}') }));
    story.edit('deploy.yaml', (text) =>
      text.replace(
        '  web: ',
        `  edge:
    system: logstream-worker-group
    chart: { ref: ./charts/edge }
    namespace: ${story.namespace}
    leader: { host: leader.example.com, group: edge, token: { fromEnv: LEGACY_TOKEN } }
    sources: [{ name: syslog, port: 5140, protocol: UDP }]
    service: { type: ClusterIP }
  web: `,
      ),
    );
    await must(story.run(['up', '--no-check']));
    await must(story.helm(['uninstall', 'web']));
    const healed = await must(story.run(['drift', '--heal', '--no-check']));
    expect(healed.stderr).toContain('web  to create'); // by an `up` within
    expect(healed.stderr.match(/workers and leader talk in plain text/g)).toHaveLength(1);
    story.write({ 'deploy.yaml': before });
    await must(story.run(['up', '--no-check']));
  });
});

describe('what Pulumi keeps itself', () => {
  test('a Secret that was changed gets a new name, rights are set back, and no value is told', async () => {
    const [login] = (await list(plane, 'v1/secrets', story.namespace)).filter(({ metadata }) =>
      metadata.name.startsWith('login-'),
    );
    await story.byHand('PATCH', api(`secrets/${login?.metadata.name}`), {
      data: secret('a canary of somebody'),
    });
    await story.byHand('PATCH', apis('rbac.authorization.k8s.io/v1/NS/roles/reader'), {
      rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
    });
    const found = await drift();
    expect(
      found.backing.map(({ object: { kind }, fields }) => `${kind} ${fields[0]?.place.text}`).toSorted(),
    ).toEqual(['Role rules[0].verbs[0]', 'Secret data.token']);
    const shown = (await story.run(['drift', '--verbose'])).stdout;
    for (const text of [
      found.ran.stdout,
      shown,
      (await story.run(['drift', '--format', 'markdown'])).stdout,
    ]) {
      expect(text).toContain('somebody');
      expect(text).not.toMatch(/a canary of|one-token/);
      expect(text).not.toContain(Buffer.from('a canary of somebody').toString('base64'));
    }
    // By default nothing is taken back from another field manager.
    const plain = await story.run(['up', '--refresh']);
    expect(plain.exitCode).not.toBe(0);
    expect(plain.stderr).toContain('conflict with "somebody"');
    expect((await drift()).backing).toHaveLength(2);
    await expectHealed();
  });

  test('a Secret that was deleted is made again, and its pods with it', async () => {
    const [login] = (await list(plane, 'v1/secrets', story.namespace)).filter(({ metadata }) =>
      metadata.name.startsWith('login-'),
    );
    await story.byHand('DELETE', api(`secrets/${login?.metadata.name}`));
    expect(lines({ objects: (await drift()).backing })).toEqual([`Secret ${login?.metadata.name} missing`]);
    await expectHealed();
  });
});

describe('a foreign Secret that was rotated', () => {
  test('is told for the pods that started before, and one issue of the repository says so', async () => {
    const job = await openPullRequest('a1'.repeat(20));
    await vi.waitFor(
      async () => expect((await list(plane, 'v1/pods', story.namespace)).length).toBeGreaterThan(0),
      { timeout: 60_000 },
    );
    // Times of the server are whole seconds.
    await vi.waitFor(
      async () => {
        await story.byHand('PATCH', api('secrets/foreign'), { data: secret(`second ${Date.now()}`) });
        expect(of(await drift()).outdated).toHaveLength(1);
      },
      { timeout: 60_000, interval: 500 },
    );
    expect(of(await drift()).outdated).toMatchObject([
      {
        workload: { kind: 'Deployment', name: 'web' },
        source: { kind: 'Secret', name: 'foreign' },
        manager: 'somebody',
        isCertain: true,
        pods: [{ places: ['container main, variable FOREIGN'] }],
      },
    ]);
    const scheduled = async (): Promise<Ran> => {
      const { environment } = job.job({ event: 'schedule' });
      Object.assign(story.environment, environment);
      const ran = await story.run(['drift', '--detect', '--issue']);
      for (const name of Object.keys(environment)) delete story.environment[name];
      return ran;
    };
    expect(await scheduled()).toMatchObject({ exitCode: 4 });
    expect((await scheduled()).stderr).toContain('issue unchanged');
    expect(job.server.issues).toMatchObject([
      { state: 'open', title: expect.stringContaining('/dev') as string },
    ]);
    expect(job.server.issues[0]?.body).toContain('runs with Secret');
    await story.byHand('PATCH', web(), {
      spec: { template: { metadata: { annotations: { 'k8s-deploy/restarted-at': 'now' } } } },
    });
    await vi.waitFor(async () => expect(await scheduled()).toMatchObject({ exitCode: 0 }), {
      timeout: 120_000,
      interval: 1000,
    });
    expect(job.server.issues).toMatchObject([{ state: 'closed', reason: 'completed' }]);
    await job.close();
  });
});
