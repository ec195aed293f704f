/** Where each storage driver of Helm keeps its records of releases, and how to take one out and put it back. */
import { textAt, type Data } from '../kubernetes/data.ts';
import type { Connection } from './connection.ts';

export interface Keeping {
  readonly plural: string;
  /** The record in an object: gzip in base64. */
  encoded(object: Data): string;
  /** As it stands in the object's data. */
  stored(encoded: string): string;
}

const secrets: Keeping = {
  plural: 'secrets',
  encoded: (object) => Buffer.from(textAt(object, 'data', 'release') ?? '', 'base64').toString(),
  stored: (encoded) => Buffer.from(encoded).toString('base64'),
};
const configMaps: Keeping = {
  plural: 'configmaps',
  encoded: (object) => textAt(object, 'data', 'release') ?? '',
  stored: (encoded) => encoded,
};
const byDriver: Readonly<Record<string, Keeping | undefined>> = {
  '': secrets,
  secret: secrets,
  secrets,
  configmap: configMaps,
  configmaps: configMaps,
};

/** As the driver that a connection's environment sets. */
export const helmDriver = ({ environment }: Pick<Connection, 'environment'>): string =>
  environment['PULUMI_K8S_HELM_DRIVER'] ?? 'secret';

/** Null for a driver that keeps them elsewhere than in the cluster's API. */
export const keepingOf = (connection: Pick<Connection, 'environment'>): Keeping | null =>
  byDriver[helmDriver(connection)] ?? null;
