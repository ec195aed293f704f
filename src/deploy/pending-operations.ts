/** What Pulumi had begun when it was ended, and could not say of how it went; and the state with that settled. Pure. */
import { at, isMap, listAt, mapAt, textAt, textsAt, type Data, type DataMap } from '../kubernetes/data.ts';

export interface PendingOperation {
  readonly urn: string;
  readonly type: string; // kubernetes:helm.sh/v3:Release
  readonly kind: string; // Release
  readonly name: string; // as the stack file or a recipe names it
  readonly operation: PendingKind;
  /** Whether the state has the resource, too: always, unless it is being created for the first time. */
  readonly known: boolean;
  readonly stands: StandsFor;
}

/** `creating` covers imports that were broken off, too: the state has nothing of either. */
export type PendingKind = 'creating' | 'updating' | 'deleting' | 'reading';

/** What of the cluster it is about; `elsewhere`: nothing of it. */
export type StandsFor =
  | { readonly as: 'release'; readonly namespace: string; readonly name: string }
  | {
      readonly as: 'object';
      readonly apiVersion: string;
      readonly kind: string;
      readonly namespace: string | null;
      readonly name: string;
    }
  | { readonly as: 'elsewhere' };

/** Of a deployment as `pulumi stack export` and checkpoints have it, in the order in which they were begun. */
export function pendingOperations(deployment: Data): PendingOperation[] {
  const known = new Set(listAt(deployment, 'resources').map((each) => textAt(each, 'urn')));
  return listAt(deployment, 'pending_operations').flatMap((operation) => {
    const resource = at(operation, 'resource');
    const urn = textAt(resource, 'urn');
    const type = textAt(resource, 'type');
    if (urn === undefined || type === undefined) return [];
    const [kind = type] = type.split(':').slice(-1);
    return {
      urn,
      type,
      kind,
      name: urn.split('::').slice(3).join('::'),
      operation: kinds[textAt(operation, 'type') ?? ''] ?? 'updating',
      known: known.has(urn),
      stands: standsFor(type, mapAt(resource, 'inputs')),
    };
  });
}

const kinds: Readonly<Record<string, PendingKind | undefined>> = {
  creating: 'creating',
  importing: 'creating',
  updating: 'updating',
  deleting: 'deleting',
  reading: 'reading',
};

function standsFor(type: string, inputs: DataMap): StandsFor {
  if (type === releaseType) {
    const name = textAt(inputs, 'name');
    return name === undefined
      ? elsewhere
      : { as: 'release', namespace: textAt(inputs, 'namespace') ?? 'default', name };
  }
  const apiVersion = textAt(inputs, 'apiVersion');
  const kind = textAt(inputs, 'kind');
  const name = textAt(inputs, 'metadata', 'name');
  if (apiVersion === undefined || kind === undefined || name === undefined) return elsewhere;
  return { as: 'object', apiVersion, kind, namespace: textAt(inputs, 'metadata', 'namespace') ?? null, name };
}

const releaseType = 'kubernetes:helm.sh/v3:Release';
const elsewhere: StandsFor = { as: 'elsewhere' };

/** Pulumi's id of what it stands for. */
export const idOf = (stands: Exclude<StandsFor, { as: 'elsewhere' }>): string =>
  stands.namespace === null ? stands.name : `${stands.namespace}/${stands.name}`;

/**
 * How a pending operation is settled in the state. `adopt`: it was created, and is the stack's from now on. `forget`: it was not. `reapply`: the state
 * has what was before; what is wanted is applied again, whatever it is.
 */
export type Settlement =
  | { readonly how: 'adopt'; readonly urn: string; readonly id: string; readonly fieldManager: string | null }
  | { readonly how: 'forget' | 'reapply'; readonly urn: string };

/** Why Pulumi updates what is adopted or reapplied, even if nothing else has changed. */
export const interrupted = 'interrupted: how far it got is not known';

/** The deployment with these operations settled. Those that are not named stay. */
export function settled(deployment: DataMap, settlements: readonly Settlement[]): DataMap {
  const by = new Map(settlements.map((settlement) => [settlement.urn, settlement]));
  const operations = listAt(deployment, 'pending_operations');
  const urnOf = (operation: Data): string => textAt(operation, 'resource', 'urn') ?? '';
  const adopted = new Map(
    operations.flatMap((operation) => {
      const settlement = by.get(urnOf(operation));
      return settlement?.how === 'adopt'
        ? [[settlement.urn, adoption(mapAt(operation, 'resource'), settlement)] as const]
        : [];
    }),
  );
  const resources = listAt(deployment, 'resources').flatMap((resource): Data[] => {
    const urn = textAt(resource, 'urn') ?? '';
    if (!isMap(resource) || at(resource, 'delete') === true) return [resource];
    const successor = adopted.get(urn);
    if (successor !== undefined) {
      adopted.delete(urn);
      return [successor, { ...resource, delete: true }]; // it was to be replaced
    }
    return [by.get(urn)?.how === 'reapply' ? { ...resource, initErrors: [interrupted] } : resource];
  });
  return {
    ...deployment,
    resources: [...resources, ...adopted.values()],
    pending_operations: operations.filter((operation) => !by.has(urnOf(operation))),
  };
}

/** As the provider would have left it, had it said that it was created but is not ready; without what only the cluster knows. */
function adoption(resource: DataMap, { id, fieldManager }: Extract<Settlement, { how: 'adopt' }>): DataMap {
  const inputs = mapAt(resource, 'inputs');
  const { type } = textsAt(resource);
  const outputs: DataMap =
    type === releaseType
      ? inputs
      : {
          ...inputs,
          __inputs: inputs,
          __initialApiVersion: textAt(inputs, 'apiVersion') ?? 'v1',
          ...(fieldManager === null ? {} : { __fieldManager: fieldManager }),
        };
  return { ...resource, id, outputs, initErrors: [interrupted] };
}
