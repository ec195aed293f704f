/** Plans of one release, made of the manifests before and after; what a test does not care about has a default. */
import { parseAllDocuments } from 'yaml';
import type { Step } from '../../../../src/deploy/steps.ts';
import { isMap, textAt, type DataMap } from '../../../../src/kubernetes/data.ts';
import { objectKey } from '../../../../src/kubernetes/object-id.ts';
import { isClusterScoped } from '../../../../src/kubernetes/scope.ts';
import { diffObjects } from '../../../../src/plan/diff/index.ts';
import type { PlacedObject, ReleaseFacts, RiskFacts } from '../../../../src/plan/facts.ts';
import type { BackingChange, Base, ReleasePlan, Risk, RiskId } from '../../../../src/plan/plan.ts';
import { risksOf } from '../../../../src/plan/risks/index.ts';
import { release as releasePlan } from '../../../setup/plan-parts.ts';

export interface World {
  readonly before?: string; // manifests, YAML
  readonly after?: string;
  /** As they are in the cluster; null: what is not among them is not there. Undefined: nobody could be asked. */
  readonly live?: string;
  readonly plan?: Partial<ReleasePlan>;
  readonly steps?: readonly Step[];
  readonly backing?: readonly BackingChange[];
  readonly base?: Base;
  readonly others?: readonly ReleaseFacts[];
}

const namespace = 'shop';

export function manifests(yaml: string): DataMap[] {
  return parseAllDocuments(yaml).flatMap((document) => {
    const data = document.toJS() as unknown;
    return isMap(data) ? [data] : [];
  });
}

export const placedIn = (yaml: string, home = namespace): PlacedObject[] =>
  manifests(yaml).map((manifest) => {
    const kind = textAt(manifest, 'kind') ?? '';
    return {
      id: {
        apiVersion: textAt(manifest, 'apiVersion') ?? '',
        kind,
        namespace: isClusterScoped(kind) ? null : (textAt(manifest, 'metadata', 'namespace') ?? home),
        name: textAt(manifest, 'metadata', 'name') ?? '',
      },
      manifest,
      template: 'shop/templates/all.yaml',
      hash: JSON.stringify(manifest),
    };
  });

/** Release `shop` in namespace `shop`: an upgrade, unless the plan says otherwise. */
export function releaseFacts({ before = '', after = '', live, plan = {} }: World): ReleaseFacts {
  const [old, now] = [placedIn(before), placedIn(after, plan.namespace)];
  const there = live === undefined ? [] : placedIn(live);
  const asked =
    live === undefined ? [] : [...old, ...now].map(({ id }): [string, null] => [objectKey(id), null]);
  return {
    plan: releasePlan('shop', {
      namespace,
      objects: diffObjects(old, now),
      ...(plan.operation === 'create' ? { record: null, chartBefore: null } : {}),
      ...plan,
    }),
    before: old,
    after: now,
    live: new Map<string, DataMap | null>([
      ...asked,
      ...there.map(({ id, manifest }): [string, DataMap] => [objectKey(id), manifest]),
    ]),
  };
}

export const factsOf = (world: World): RiskFacts => ({
  base: world.base ?? null,
  steps: world.steps ?? [],
  releases: [releaseFacts(world), ...(world.others ?? [])],
  backing: world.backing ?? [],
});

export const risksIn = (world: World): Risk[] => risksOf(factsOf(world));

/** `warning: message`, of some kinds of risks. */
export const told = (world: World, ...ids: RiskId[]): string[] =>
  risksIn(world)
    .filter(({ id }) => ids.length === 0 || ids.includes(id))
    .map(({ severity, message }) => `${severity}: ${message}`);

export const places = (world: World, id: RiskId): Risk['place'][] =>
  risksIn(world).flatMap((risk) => (risk.id === id ? [risk.place] : []));

/** A manifest of a kind; `body` is YAML of the rest. */
export const manifest = (apiVersion: string, kind: string, name: string, body = ''): string =>
  `---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}}\n${body}\n`;

export const deployment = (name: string, { image = 'web:1.0.0', replicas = 2, pod = '' } = {}): string =>
  manifest(
    'apps/v1',
    'Deployment',
    name,
    `spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers: [{name: main, image: "${image}"}]
      ${pod}`,
  );

export const service = (name: string, spec = ''): string =>
  manifest(
    'v1',
    'Service',
    name,
    `spec: {ports: [{port: 80}], selector: {app: ${name}}${spec === '' ? '' : `, ${spec}`}}`,
  );
