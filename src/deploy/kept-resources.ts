/** What Pulumi keeps of a stack's resources, read from an export of its state. Pure; what comes out holds secrets. */
import { releaseType } from '../../pulumi/identity.ts';
import { at, isMap, listAt, mapAt, textAt, type Data, type DataMap } from '../kubernetes/data.ts';

export interface KeptResource {
  readonly type: string; // kubernetes:core/v1:Secret
  readonly name: string; // the last part of its URN
  /** As they were applied last. */
  readonly inputs: DataMap;
  readonly outputs: DataMap;
}

export interface KeptState {
  /** Without Pulumi's own, and without what is about to be deleted. */
  readonly resources: readonly KeptResource[];
  /** All texts that the state marks as secret in inputs; of a release's outputs it marks everything that was put in. */
  readonly secrets: readonly string[];
}

/** `state`: of `pulumi stack export --show-secrets`. A stack that was never applied has no resources. */
export function keptResources(state: Data): KeptState {
  const secrets: string[] = [];
  const resources = listAt(state, 'deployment', 'resources').flatMap((resource): KeptResource[] => {
    const [, , types = '', ...name] = (textAt(resource, 'urn') ?? '').split('::');
    const type = types.slice(types.lastIndexOf('$') + 1);
    if (type === '' || type.startsWith('pulumi:') || at(resource, 'delete') === true) return [];
    const opened = (key: string, found: string[]): DataMap => mapAt(plain(mapAt(resource, key), found));
    const inputs = opened('inputs', secrets);
    return [{ type, name: name.join('::'), inputs, outputs: opened('outputs', []) }];
  });
  return { resources, secrets: [...new Set(secrets)] };
}

/** By which the state marks a secret: Pulumi's `resource.SigKey` and `resource.SecretSig`. */
const signature = { key: '4dabf18193072939515e22adb298388d', ofSecret: '1b47061264138c4ac30d75fd1eb44270' };

function plain(data: Data, secrets: string[]): Data {
  if (Array.isArray(data)) return data.map((item: Data) => plain(item, secrets));
  if (!isMap(data)) return data;
  if (data[signature.key] !== signature.ofSecret) {
    return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, plain(item, secrets)]));
  }
  const value = JSON.parse(textAt(data, 'plaintext') ?? 'null') as Data;
  secrets.push(...textsIn(value));
  return plain(value, secrets);
}

function textsIn(data: Data): string[] {
  if (typeof data === 'string') return [data];
  return isMap(data) || Array.isArray(data) ? Object.values(data as DataMap).flatMap(textsIn) : [];
}

/** A Helm release. */
export const isRelease = ({ type }: KeptResource): boolean => type === releaseType;

/** An object of the cluster that Pulumi keeps itself. */
export const isOwnObject = (resource: KeptResource): boolean =>
  resource.type.startsWith('kubernetes:') && !isRelease(resource);
