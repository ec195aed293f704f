/** One object that another one refers to by name. */
import { textAt, type Data, type DataPath } from './data.ts';

export interface Reference {
  /** Of what is referred to. */
  readonly kind: string;
  /** Empty if the field is there and names nothing. */
  readonly name: string;
  /** As written; null for that of the object which refers, and for kinds without one. */
  readonly namespace: string | null;
  /** That a Secret or ConfigMap must have. */
  readonly keys: readonly string[];
  /** It works without. */
  readonly optional: boolean;
  readonly purpose: Purpose;
  /** Where in the object, in words: `container server, variable TOKEN`. */
  readonly place: string;
  /** In the object. */
  readonly path: DataPath;
}

/** What it is for, so what breaks without. */
export type Purpose =
  | 'data' // variables and files of a pod, credentials of a custom resource
  | 'pull' // an image pull secret
  | 'tls' // certificate of an Ingress
  | 'claim'
  | 'account'
  | 'class'
  | 'service'
  | 'scale' // what an autoscaler scales
  | 'role'
  | 'subject' // of a role binding
  | 'store'; // of an ExternalSecret

type Extra = Partial<Pick<Reference, 'namespace' | 'keys' | 'optional'>>;

export const reference = (
  [kind, name]: readonly [kind: string, name: string],
  purpose: Purpose,
  [place, path]: readonly [place: string, path: DataPath],
  { namespace = null, keys = [], optional = false }: Extra = {},
): Reference => ({ kind, name, purpose, place, path, namespace, keys, optional });

/** Of a `{name, key}`: the key, if there is one. */
export const keyIn = (selector: Data | undefined): readonly string[] => {
  const key = textAt(selector, 'key');
  return key === undefined || key === '' ? [] : [key];
};
