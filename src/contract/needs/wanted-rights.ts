/**
 * The rights that Helm and Pulumi take for a stack: seen in the API server's audit log of an `up`, an upgrade and a `destroy`, see
 * test/plane/doctor.test.ts. They are asked for one by one.
 */
import { groupOf } from '../../kubernetes/object-id.ts';
import type { Right } from './facts.ts';
import { askerOf, type Part, type Scene, type SceneObject } from './scene.ts';
import type { Asker, Need } from './need.ts';

/** Some verbs on one resource in one namespace. */
export interface WantedRights {
  readonly group: string;
  readonly resource: string;
  readonly namespace: string | null;
  readonly verbs: readonly WantedVerb[];
  readonly by: readonly Asker[];
}

interface WantedVerb {
  readonly verb: string;
  /** `warning`: only an upgrade that removes something, a rollback or a destroy takes it. */
  readonly severity: Need['severity'];
  readonly what: string; // for
}

/** Plural and scope of a kind; null if they are not known. */
export type ResourceOf = (
  apiVersion: string,
  kind: string,
) => { readonly plural: string; readonly namespaced: boolean } | null;

const now = (what: string, ...verbs: readonly string[]): WantedVerb[] =>
  verbs.map((verb) => ({ verb, severity: 'error', what }));
const later = (what: string, ...verbs: readonly string[]): WantedVerb[] =>
  verbs.map((verb) => ({ verb, severity: 'warning', what }));

const byPart: Readonly<Record<Part, readonly WantedVerb[]>> = {
  object: [
    ...now('to install and upgrade', 'get', 'create', 'patch'),
    ...later('to remove it by an upgrade, a rollback or destroy', 'delete'),
  ],
  hook: now('to run the hook', 'get', 'create', 'delete'),
  crd: now('to install the CRD', 'get', 'create'),
  backing: [
    ...now('to create and change it', 'get', 'create', 'patch'),
    ...later('to replace it and to wait until it is gone', 'list', 'watch', 'delete'),
  ],
};

const records = now("to keep Helm's records", 'get', 'list', 'create', 'update', 'delete');

/** What Helm looks at while it waits. */
const waitedFor: Readonly<Record<string, { readonly group: string; readonly resource: string }>> = {
  Deployment: { group: 'apps', resource: 'replicasets' },
};

/** Hooks that Helm waits for by watching them. */
const watched = new Set(['Job', 'Pod']);

export function wantedRights(scene: Scene, resourceOf: ResourceOf): WantedRights[] {
  const wanted = [
    ...scene.objects.flatMap((object) => ofObject(object, resourceOf)),
    ...scene.releases.flatMap(({ key, namespace }) =>
      scene.records === null
        ? []
        : {
            group: '',
            resource: scene.records,
            namespace,
            verbs: records,
            by: [{ release: key, object: null }],
          },
    ),
  ];
  const groups = Map.groupBy(wanted, ({ group, resource, namespace }) =>
    JSON.stringify([namespace, group, resource]),
  );
  return [...groups.values()].flatMap((some) =>
    some.slice(0, 1).map((first) => ({ ...first, ...joined(some) })),
  );
}

function ofObject(object: SceneObject, resourceOf: ResourceOf): WantedRights[] {
  const { id, part } = object;
  const by = [askerOf(object)];
  const found = resourceOf(id.apiVersion, id.kind);
  const waits = part === 'object' ? waitedFor[id.kind] : undefined;
  const verbs = [
    ...byPart[part],
    ...(part === 'hook' && watched.has(id.kind) ? now('to wait for the hook', 'list', 'watch') : []),
  ];
  return [
    ...(found === null
      ? []
      : [
          {
            group: groupOf(id.apiVersion),
            resource: found.plural,
            namespace: found.namespaced ? id.namespace : null,
            verbs,
            by,
          },
        ]),
    ...(waits === undefined
      ? []
      : [{ ...waits, namespace: id.namespace, verbs: now('to wait for the rollout', 'list'), by }]),
  ];
}

function joined(some: readonly WantedRights[]): Pick<WantedRights, 'verbs' | 'by'> {
  const verbs = new Map<string, WantedVerb>();
  for (const each of some.flatMap((one) => one.verbs)) {
    if (verbs.get(each.verb)?.severity !== 'error') verbs.set(each.verb, each);
  }
  const by = new Map(some.flatMap((one) => one.by).map((asker) => [JSON.stringify(asker), asker]));
  return { verbs: [...verbs.values()], by: [...by.values()] };
}

export const rightsIn = ({ group, resource, namespace, verbs }: WantedRights): Right[] =>
  verbs.map(({ verb }) => ({ verb, group, resource, namespace }));
