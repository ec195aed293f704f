/** How findings of the references join name things. */
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Reference } from '../../kubernetes/reference.ts';
import { nearest } from '../../stack/nearest.ts';
import type { Provided, Surroundings } from '../../systems/rule.ts';

/** `Deployment leoflow` */
export const objectText = ({ kind, name }: Pick<RenderedObject, 'kind' | 'name'>): string =>
  name === '' ? kind : `${kind} ${name}`;

/** `Secret leoflow/leoflow-secrets` */
export const idText = (kind: string, namespace: string | null, name: string): string =>
  namespace === null ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;

/** `Deployment leoflow, container server, variable TOKEN` */
export const placeText = (object: RenderedObject, { place }: Pick<Reference, 'place'>): string =>
  place === '' ? objectText(object) : `${objectText(object)}, ${place}`;

/** Longer lists are cut. */
const listed = 8;

/** `a, b and 3 more` */
export function listText(items: readonly string[]): string {
  const rest = items.length - listed;
  return rest > 0 ? `${items.slice(0, listed).join(', ')} and ${rest} more` : items.join(', ');
}

/** ` (did you mean "http"?)`, or nothing. */
export function meantText(word: string, names: Iterable<string>): string {
  const name = nearest(word, names);
  return name === null ? '' : ` (did you mean "${name}"?)`;
}

/** The same for a name that nothing has, with who has what was meant; and where else one of that name is. */
export function nearbyText(
  { kind, name }: Pick<Reference, 'kind' | 'name'>,
  namespace: string | null,
  around: Surroundings,
): string {
  const here = namespace === null ? around.all(kind) : around.all(kind, namespace);
  const completed = here.find((one) => one.name.startsWith(`${name}-`) && one.name.endsWith('-xxxxxxxx'));
  if (completed !== undefined)
    return ` (the name of ${completed.by} gets an ending; refer to it by {nameOf: ${name}})`;
  const meant = nearest(
    name,
    here.map((one) => one.name),
  );
  const found = here.find((one) => one.name === meant);
  if (found !== undefined) return ` (did you mean "${found.name}" of ${found.by}?)`;
  const elsewhere = around.all(kind).find((one) => one.name === name);
  if (elsewhere !== undefined)
    return ` (namespace ${elsewhere.namespace ?? ''} has one of that name, of ${elsewhere.by})`;
  const other = otherKinds(kind)
    .flatMap((each) => around.all(each))
    .find(
      (one) =>
        one.name === name && (one.namespace === namespace || one.namespace === null || namespace === null),
    );
  return other === undefined ? '' : ` (there is a ${other.kind} of that name, of ${other.by})`;
}

const otherKinds = (kind: string): readonly string[] => alternatives.get(kind) ?? [];

const alternatives = new Map<string, readonly string[]>(
  Object.entries({
    Secret: ['ConfigMap'],
    ConfigMap: ['Secret'],
    Deployment: ['StatefulSet', 'DaemonSet'],
    StatefulSet: ['Deployment', 'DaemonSet'],
    Role: ['ClusterRole'],
    SecretStore: ['ClusterSecretStore'],
    ClusterSecretStore: ['SecretStore'],
  }),
);

/** What a Secret or ConfigMap has instead of a key: ` (did you mean "jwtSecret"?); it has …`. */
export function keysText(key: string, provided: Provided): string {
  const keys = [...(provided.keys ?? [])].toSorted();
  const has = keys.length === 0 ? 'it has none' : `it has ${listText(keys)}`;
  return `${meantText(key, keys)}; ${has} (${provided.by})`;
}
