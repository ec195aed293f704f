import { join, resolve } from 'node:path';
import { readJson, writeWhole } from '../cache.ts';

/** In start order, as far as an order matters: see `needs` of each component. */
export const componentNames = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kwok',
  'versitygw',
  'registry',
  'moto',
  'external-secrets',
] as const;

export type ComponentName = (typeof componentNames)[number];

export interface PlaneComponent {
  name: ComponentName;
  /** Null until it was started. */
  pid: number | null;
  /** When that process began, so that another one with a recycled pid is never taken for it. */
  identity: string | null;
  port: number;
  /** Absolute path of its log. */
  log: string;
}

/** A local control plane: what a client needs, and what `down` and `status` need. Kept in `plane.json` (mode 0600). */
export interface Plane {
  /** Absolute. Holds all of it: data, logs, kubeconfig, this record. */
  directory: string;
  /** `starting` until every component was ready once; what comes later is asked from the processes themselves. */
  state: 'starting' | 'ready';
  kubeconfig: string;
  context: string;
  /** https://127.0.0.1:PORT */
  apiServer: string;
  /** Bearer token of a member of system:masters. */
  token: string;
  /** 127.0.0.1:PORT, plain HTTP, no credentials. */
  registry: string;
  s3: { endpoint: string; region: string; accessKeyId: string; secretAccessKey: string };
  /** moto: Secrets Manager, STS and S3 of account 123456789012, in memory. Any credentials do. Null if this machine can't run it. */
  aws: { endpoint: string; region: string; accessKeyId: string; secretAccessKey: string } | null;
  /** Why `aws` is null. */
  awsMissing: string | null;
  components: PlaneComponent[];
}

const defaultDirectory = join('.k8s-deploy', 'local');
export const contextName = 'k8s-deploy-local';
export const host = '127.0.0.1';

export function planeDirectory(directory = defaultDirectory): string {
  return resolve(directory);
}

export function recordPath(directory: string): string {
  return join(directory, 'plane.json');
}

/** The recorded plane, or null if there's none in that directory. */
export function readPlane(directory: string): Plane | null {
  return readJson(recordPath(directory)) as Plane | null;
}

export function writePlane(plane: Plane): void {
  writeWhole(recordPath(plane.directory), `${JSON.stringify(plane, null, 2)}\n`, 0o600);
}

export function component(plane: Plane, name: ComponentName): PlaneComponent {
  const found = plane.components.find((one) => one.name === name);
  if (found === undefined) throw new Error(`This plane has no ${name}.`);
  return found;
}

export function portOf(plane: Plane, name: ComponentName): number {
  return component(plane, name).port;
}

/** What a component keeps (`data/NAME`) and what it is configured with (`config/NAME…`). */
export function dataPath(plane: Plane, ...parts: string[]): string {
  return join(plane.directory, 'data', ...parts);
}

export function configPath(plane: Plane, file: string): string {
  return join(plane.directory, 'config', file);
}
