/** What every component is given. */
import type * as k8s from '../kubernetes.ts';
import type * as pulumi from '@pulumi/pulumi';
import type { SecretText } from '../secrets.ts';

export interface DeclareContext {
  readonly provider: k8s.Provider;
  readonly secretText: SecretText;
  /** The namespace that this program declares, so that what lives in it comes after it. */
  readonly namespaces: ReadonlyMap<string, k8s.Namespace>;
  /** `<project>/<stack>`, the owner tag of a bucket. */
  readonly owner: string;
}

/**
 * The name that Pulumi knows a resource by, for those whose own name is fixed: the same name may stand in several namespaces.
 */
export const qualifiedName = ({ namespace, name }: { namespace: string; name: string }): string =>
  `${namespace}/${name}`;

/** Pulumi then takes over what has that id, and updates it to what is declared. */
export const importing = (id: string | null): { import?: string } => (id === null ? {} : { import: id });

export function optionsIn(namespace: string, context: DeclareContext): pulumi.CustomResourceOptions {
  const declared = context.namespaces.get(namespace);
  return { provider: context.provider, ...(declared === undefined ? {} : { dependsOn: [declared] }) };
}
