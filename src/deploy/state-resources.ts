/** What Pulumi's state has of a stack, told from an export of it. Pure; secrets are encrypted in it, and stay so. */
import { releaseType } from '../../pulumi/identity.ts';
import { bucketType } from '../../pulumi/provider/provider.ts';
import { listAt, mapAt, textAt, at, type Data, type DataMap } from '../kubernetes/data.ts';
import type { ObjectId } from '../kubernetes/object-id.ts';

export interface StateResource {
  readonly urn: string;
  readonly type: string; // kubernetes:helm.sh/v3:Release
  readonly name: string; // as Pulumi knows it
  /** Pulumi refuses to delete it. */
  readonly isProtected: boolean;
  /** When it is deleted from the state, what it stands for stays. */
  readonly isRetained: boolean;
  readonly inputs: DataMap;
  readonly outputs: DataMap;
}

/** Of a deployment as `pulumi stack export` gives it. What Pulumi declares for itself is left out: the stack and providers. */
export const stateResources = (deployment: Data): StateResource[] =>
  listAt(deployment, 'resources').flatMap((resource) => {
    const [urn, type] = [textAt(resource, 'urn'), textAt(resource, 'type')];
    // Of a replaced one, the old waits to be deleted.
    if (
      urn === undefined ||
      type === undefined ||
      type.startsWith('pulumi:') ||
      at(resource, 'delete') === true
    )
      return [];
    return {
      urn,
      type,
      name: urn.slice(urn.lastIndexOf('::') + 2),
      isProtected: at(resource, 'protect') === true,
      isRetained: at(resource, 'retainOnDelete') === true,
      inputs: mapAt(resource, 'inputs'),
      outputs: mapAt(resource, 'outputs'),
    };
  });

/** Of a Kubernetes object that is a resource of its own; null of anything else, a Helm release included. */
export function objectOf({ type, outputs, inputs }: StateResource): ObjectId | null {
  const [, apiVersion = '', kind = ''] = /^kubernetes:(.+):(\w+)$/.exec(type) ?? [];
  const name = textAt(outputs, 'metadata', 'name') ?? textAt(inputs, 'metadata', 'name');
  if (kind === '' || apiVersion.startsWith('helm.sh') || name === undefined) return null;
  return {
    apiVersion: apiVersion.replace(/^core\//, ''),
    kind,
    namespace: textAt(outputs, 'metadata', 'namespace') ?? null,
    name,
  };
}

export interface StateRelease {
  readonly key: string;
  readonly name: string;
  readonly namespace: string;
}

/** Null if it is none. */
export const releaseIn = ({ type, name, inputs }: StateResource): StateRelease | null =>
  type === releaseType
    ? {
        key: name,
        name: textAt(inputs, 'name') ?? name,
        namespace: textAt(inputs, 'namespace') ?? 'default',
      }
    : null;

/** The bucket's own name; null if it is none. */
export const bucketIn = ({ type, name, inputs }: StateResource): string | null =>
  type === bucketType ? (textAt(inputs, 'bucket') ?? name) : null;
