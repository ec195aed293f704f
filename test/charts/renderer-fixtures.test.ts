/** Every fixture chart and example, rendered by our renderer and by Helm. */
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAt, type DataMap } from '../../src/kubernetes/data.ts';
import type { Renderer } from '../../src/render/renderer.ts';
import { charts, helm as runHelm, template } from './helm.ts';
import { openEngine, openHelm, renderBoth, requestOf, writeChart } from './renderers.ts';

let engine: Renderer;
let helm: Renderer;
beforeAll(async () => {
  [engine, helm] = await Promise.all([openEngine(), openHelm()]);
});
afterAll(async () => {
  await Promise.all([engine.close(), helm.close()]);
});

const poc = parse(readFileSync(`${charts}leoflow/examples/poc.yaml`, 'utf8')) as DataMap;
const ksml: DataMap = {
  ksmlRunnerConfig: {
    kafka: { 'bootstrap.servers': 'broker:9093', 'application.id': 'app' },
    definitions: { d: 'definition.yaml' },
  },
  ksmlDefinitions: { 'definition.yaml': 'streams: {}' },
};

/** Passwords are given where the chart would make one up. */
const cases: readonly (readonly [chart: string, values: DataMap])[] = [
  ['sf2loki', {}],
  ['sf2loki', { replicaCount: 2, ha: { enabled: true }, networkPolicy: { enabled: true } }],
  ['leoflow', {}],
  ['leoflow', poc],
  ['leoflow', { ...poc, autoscaling: { enabled: true }, ingress: { enabled: true, className: 'nginx' } }],
  ['ksml', {}],
  ['ksml', ksml],
  ['ksml', { ...ksml, deploymentMode: 'Job', applicationServer: { enabled: true } }],
  ['ksml', { replicaCount: 'two' }],
  ['ksml-provisioner', {}],
  ['logstream-workergroup', {}],
  ['logstream-workergroup', { deployment: 'statefulset', autoscaling: { enabled: true } }],
  ['logstream-workergroup', { deployment: 'daemonset', config: { tag: null } }],
  ['logstream-workergroup-1.0', {}],
  ['postgresql', { auth: { postgresPassword: 'x', password: 'y' } }],
  ['redis', { auth: { password: 'x' } }],
];

describe('a fixture chart', () => {
  it.each(cases.map(([chart, values], index) => ({ chart, values, index })))(
    '$chart renders as by Helm ($index)',
    async ({ chart, values }) => {
      for (const given of [{}, { isUpgrade: true, apiVersions: ['monitoring.coreos.com/v1'] }]) {
        const request = requestOf(`${charts}${chart}`, { values: [values], ...given });
        expect((await renderBoth(engine, helm, request)).differences).toEqual([]);
      }
    },
  );

  it.each([
    ['sf2loki', {}],
    ['leoflow', poc],
    ['ksml', ksml],
  ])('%s has the objects that `helm template` prints, in their order', async (chart, values) => {
    const printed = await template(chart, values, {
      release: 'demo',
      namespace: 'apps',
      kubeVersion: '1.33',
    });
    const outcome = await engine.render(requestOf(`${charts}${chart}`, { values: [values] }));
    expect(outcome.ok && outcome.render.objects.map(({ manifest }) => manifest)).toEqual(printed.objects);
  });

  it('has the same facts, as far as Helm tells', async () => {
    for (const chart of new Set(cases.map(([name]) => name))) {
      const [ours, theirs] = await Promise.all([
        engine.chart(`${charts}${chart}`),
        helm.chart(`${charts}${chart}`),
      ]);
      expect({ ...ours, branches: null, reads: null, lookups: null }).toEqual(theirs);
    }
  });

  it('is the same as an archive', async () => {
    await runHelm(['package', `${charts}leoflow`, '--destination', tmpdir()]);
    const version = (await engine.chart(`${charts}leoflow`)).version;
    const archive = `${tmpdir()}/leoflow-${version}.tgz`;
    const request = requestOf(archive, { values: [poc] });
    const { outcome, differences } = await renderBoth(engine, helm, request);
    expect(outcome.ok).toBe(true);
    expect(differences).toEqual([]);
  });
});

it('knows the API versions and the version that Helm knows', async () => {
  const facts = '{{ .Capabilities.APIVersions | toJson }}, helm: {{ .Capabilities.HelmVersion.Version }}';
  const chart = await writeChart({
    'templates/a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nfacts: [${facts}]\n`,
  });
  const { outcome, differences } = await renderBoth(engine, helm, requestOf(chart));
  expect(differences).toEqual([]);
  const [versions] = outcome.ok ? listAt(outcome.render.objects[0]?.manifest, 'facts') : [];
  expect(versions).toHaveLength(57);
});
