/** A release of Leoflow as a recipe makes it, rendered by the fixture chart, with what the stack gives it around. */
import { expect, test } from 'vitest';
import { backingObjects } from '../../src/contract/references/backing-objects.ts';
import { listAt, mapAt, textAt, type Data, type DataMap } from '../../src/kubernetes/data.ts';
import { mergeValues } from '../../src/stack/merge.ts';
import { leoflow } from '../../src/systems/leoflow/index.ts';
import { rules } from '../../src/systems/leoflow/rules/index.ts';
import { offlineValues } from '../../src/systems/placeholders.ts';
import type { Provided, Subject } from '../../src/systems/rule.ts';
import { renderedObject } from '../setup/rendered.ts';
import { minimal, pem, type Options } from '../unit/systems/leoflow-releases.ts';
import { key, recipeOf } from '../unit/systems/recipes.ts';
import { ruleOf } from './edited.ts';
import { setting } from './sf2loki-subject.ts';
import { subjectOf, unjudged, violations, type SubjectOptions } from './subject.ts';

const namespace = 'leoflow';

/** What a careful team asks for; the chart leaves some warnings that no option can mend. */
export const exemplary: Options = {
  ...minimal,
  releaseName: 'leoflow',
  database: { url: { fromEnv: 'DB' }, ca: pem, pool: { maxOpen: 10, serverMax: 100 } },
  redis: { url: { fromEnv: 'REDIS' }, ca: pem },
  bootstrap: { password: { fromEnv: 'ADMIN' } },
  replicas: 2,
  logs: { accessMode: 'ReadWriteMany' },
  migrations: { databaseCa: 'image', image: { repository: 'registry.example.com/leoflow-migrate' } },
  podDisruptionBudget: { maxUnavailable: 1 },
  networkPolicy: {
    ingressFrom: [{ namespaceSelector: {} }],
    metricsFrom: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
  },
  serviceMonitor: { labels: { release: 'prometheus' } },
  ingress: { hosts: [{ host: 'leoflow.example.com' }] },
  otel: { endpoint: 'otel-collector:4317' },
};

/** What others make: the keys are not known unless given. */
export const foreign = (
  kind: 'Secret' | 'ConfigMap',
  name: string,
  keys: readonly string[] | null = null,
): Provided => ({
  kind,
  namespace,
  name,
  keys: keys === null ? null : new Set(keys),
  by: 'external[0]',
  release: null,
  object: null,
});

/** Of whose content all is known. */
export function known(manifest: DataMap, name: string, where = namespace): Provided {
  const metadata = { ...mapAt(manifest, 'metadata'), name, namespace: where };
  const object = renderedObject({ ...manifest, metadata });
  const keys = new Set(Object.keys(mapAt(manifest, 'data')));
  return { kind: object.kind, namespace: where, name, keys, by: 'external[1]', release: null, object };
}

/** What stands around a release in the namespace: certificate and CA of the agents, and Prometheus. */
export function aroundIn(where: string): Provided[] {
  const certificate = { secretName: 'leoflow-tls', dnsNames: [`leoflow.${where}.svc.cluster.local`] };
  const serviceMonitorSelector = { matchLabels: { release: 'prometheus' } };
  return [
    { ...foreign('Secret', 'leoflow-tls', ['tls.crt', 'tls.key']), namespace: where },
    foreign('ConfigMap', 'leoflow-ca', ['ca.crt']), // beside the tasks
    known({ kind: 'Certificate', spec: certificate }, 'leoflow-tls', where),
    known({ kind: 'Prometheus', spec: { serviceMonitorSelector } }, 'main', 'monitoring'),
  ];
}
export const around = aroundIn(namespace);

/** The release of these options; `values` go over those of the recipe, as `values:` of the stack file would. */
export function released(
  options: Options,
  values: DataMap = {},
  given: SubjectOptions = {},
): Promise<Subject> {
  const made = recipeOf(leoflow, options);
  const own = offlineValues(made.values, made);
  return subjectOf('leoflow', mergeValues(own, values) as DataMap, {
    release: typeof options['releaseName'] === 'string' ? options['releaseName'] : key,
    namespace,
    apiVersions: ['monitoring.coreos.com/v1'],
    options: leoflow.options.parse({ system: 'leoflow', ...options }) as unknown as Data,
    ...given,
    provided: [...backingObjects(made), ...(given.provided ?? around)],
  });
}

/** The chart alone, with values and no stack file. */
export const chartOnly = (values: DataMap, given: SubjectOptions = {}): Promise<Subject> =>
  subjectOf('leoflow', mergeValues(inline, values) as DataMap, {
    release: 'leoflow',
    namespace,
    ...given,
    provided: given.provided ?? around,
  });

/** Credentials as values, as the chart's README has them. */
const inline = {
  database: { url: 'postgres://user:hidden@db/flows?sslmode=verify-full' },
  redis: { url: 'redis://cache:6379/0' },
  auth: { jwtSecret: 'hidden-jwt' },
  secretKey: 'hidden-key-of-thirty-two-letters',
  agentTLS: { serverCertSecret: 'leoflow-tls', caConfigMap: 'leoflow-ca' },
};

/** An edit of one variable of the first container of a kind: another entry, or none. */
export const variable =
  (kind: string, name: string, entry?: DataMap) =>
  (manifest: DataMap): DataMap => {
    const path = ['spec', 'template', 'spec', 'containers', 0, 'env'];
    const others = listAt(manifest, ...path).filter((each) => textAt(each, 'name') !== name);
    return setting(kind, path, entry === undefined ? others : [...others, { name, ...entry }])(manifest);
  };

/** A release, and what a rule says of it. */
export interface Judged extends Omit<SubjectOptions, 'options'> {
  readonly rule: string;
  readonly what: string;
  /** `exemplary` unless given; null: the chart alone. */
  readonly options?: Options | null;
  readonly values?: DataMap;
  /** `severity: message`, in the order of the rule. */
  readonly found: readonly string[];
  readonly unjudged?: readonly string[];
}

/** Every row: what is found, that it can be mended, and that nothing hidden is shown. */
export function testJudged(rows: readonly Judged[]): void {
  test.each(rows)(
    '$rule: $what',
    async ({ rule: id, options, values, found, unjudged: open = [], ...given }) => {
      const rule = ruleOf(rules, id);
      const subject =
        options === null
          ? await chartOnly(values ?? {}, given)
          : await released(options ?? exemplary, values, given);
      const all = violations(rule, subject);
      expect(all.map(({ message, severity = rule.severity }) => `${severity}: ${message}`)).toEqual(found);
      expect(unjudged(rule, subject)).toEqual(open);
      expect(all.filter(({ hint }) => !/^[A-Z].*\.$/.test(hint))).toEqual([]);
      expect(JSON.stringify(all.map(({ message, hint }) => message + hint))).not.toMatch(
        /hidden|placeholder/,
      );
    },
  );
}
