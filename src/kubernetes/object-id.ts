/** Which object of a cluster. */
export interface ObjectId {
  /** `apps/v1`; the version does not distinguish objects, the group does. */
  readonly apiVersion: string;
  readonly kind: string;
  /** Null for kinds without one. */
  readonly namespace: string | null;
  readonly name: string;
}

export const groupOf = (apiVersion: string): string =>
  apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';

/** The same for the same object in all its versions. */
export const objectKey = ({ apiVersion, kind, namespace, name }: ObjectId): string =>
  JSON.stringify([groupOf(apiVersion), kind, namespace, name]);

/** `Deployment shop/web`. */
export const objectText = ({ kind, namespace, name }: ObjectId): string =>
  `${kind} ${namespace === null ? '' : `${namespace}/`}${name}`;
