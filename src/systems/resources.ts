/** Backing resources as recipes make them, each with the identity that it has in its stack. */
import type {
  Backing,
  CaBundleBacking,
  NamespaceBacking,
  RoleBacking,
  SecretBacking,
  ServiceAccountBacking,
} from '../stack/desired.ts';

/** `<kind>/<namespace>/<name>`: stable over time, and unique, because a name may stand once for each kind. */
export const backingId = (kind: Backing['kind'], name: string, namespace?: string): string =>
  namespace === undefined ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;

interface Place {
  readonly namespace: string;
  readonly name: string;
}

/** By default of type Opaque, and auto-named: `fixed` keeps the name whatever the content. */
export function secretBacking(
  { namespace, name }: Place,
  data: SecretBacking['data'],
  { type = 'Opaque', fixed = false }: { type?: SecretBacking['type']; fixed?: boolean } = {},
): SecretBacking {
  const id = backingId('secret', name, namespace);
  return { kind: 'secret', id, namespace, name, autoName: !fixed, type, data };
}

export function caBundleBacking({ namespace, name }: Place, data: CaBundleBacking['data']): CaBundleBacking {
  return { kind: 'caBundle', id: backingId('caBundle', name, namespace), namespace, name, data };
}

export function serviceAccountBacking(
  { namespace, name }: Place,
  annotations: ServiceAccountBacking['annotations'] = {},
): ServiceAccountBacking {
  return {
    kind: 'serviceAccount',
    id: backingId('serviceAccount', name, namespace),
    namespace,
    name,
    annotations,
  };
}

export function roleBacking(
  { namespace, name }: Place,
  { rules, subjects }: Pick<RoleBacking, 'rules' | 'subjects'>,
): RoleBacking {
  return { kind: 'role', id: backingId('role', name, namespace), namespace, name, rules, subjects };
}

/** A namespace besides the release's own. The stack file's `namespaces` adds labels to it, or says that it exists. */
export function namespaceBacking(
  name: string,
  { labels = {}, annotations = {} }: Partial<Pick<NamespaceBacking, 'labels' | 'annotations'>> = {},
): NamespaceBacking {
  return { kind: 'namespace', id: backingId('namespace', name), name, labels, annotations };
}
