/** A release as Helm keeps it: JSON, in gzip, in base64. */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { isMap, listAt, mapAt, numberAt, textAt, type Data, type DataMap } from '../kubernetes/data.ts';
import type { ReleaseStatus } from '../plan/plan.ts';

/** Bytes of JSON. The API server keeps no Secret of more than a megabyte: what is larger was made to be. */
const longestRecord = 100 * 1024 ** 2;

/** Values, manifests and hooks may hold secrets. */
export interface ReleaseRecord {
  readonly revision: number;
  readonly status: ReleaseStatus;
  readonly updated: string; // ISO 8601; empty if the record does not say
  readonly description: string;
  readonly chart: { readonly name: string; readonly version: string; readonly appVersion: string | null };
  /** As they were given, without the chart's defaults. */
  readonly values: DataMap;
  /** YAML documents, without hooks and without what lies in `crds/`. */
  readonly manifest: string;
  readonly hooks: readonly RecordedHook[];
}

export interface RecordedHook {
  readonly manifest: string;
  readonly template: string; // `leoflow/templates/migrate.yaml`
  readonly events: readonly string[];
  readonly weight: number;
  readonly deletePolicies: readonly string[]; // `before-hook-creation` where nothing is said
  /** By this revision, and it has succeeded. */
  readonly hasSucceeded: boolean;
}

/** Null if it is none that can be read; what stands in it is never told. */
export async function readRecord(encoded: string): Promise<ReleaseRecord | null> {
  const record = await decode(encoded);
  const revision = numberAt(record, 'version');
  const manifest = textAt(record, 'manifest') ?? '';
  if (record === null || revision === undefined || !isMap(record)) return null;
  return {
    revision,
    status: statusOf(textAt(record, 'info', 'status')),
    updated: timeOf(textAt(record, 'info', 'last_deployed')),
    description: textAt(record, 'info', 'description') ?? '',
    chart: {
      name: textAt(record, 'chart', 'metadata', 'name') ?? '',
      version: textAt(record, 'chart', 'metadata', 'version') ?? '',
      appVersion: textAt(record, 'chart', 'metadata', 'appVersion') ?? null,
    },
    values: mapAt(record, 'config'),
    manifest,
    hooks: listAt(record, 'hooks').map(hookOf),
  };
}

const unpacked = promisify(gunzip);

async function decode(encoded: string): Promise<Data> {
  try {
    return JSON.parse(await recordText(encoded)) as Data;
  } catch {
    return null;
  }
}

/** Its JSON, as Helm reads it: what was kept before it packed records is JSON as it stands. Rejects if it cannot be unpacked. */
export async function recordText(encoded: string): Promise<string> {
  const bytes = Buffer.from(encoded, 'base64');
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 0x08;
  return (isPacked ? await unpacked(bytes, { maxOutputLength: longestRecord }) : bytes).toString();
}

function hookOf(hook: Data): RecordedHook {
  const policies = textsOf(listAt(hook, 'delete_policies'));
  return {
    manifest: textAt(hook, 'manifest') ?? '',
    template: textAt(hook, 'path') ?? '',
    events: textsOf(listAt(hook, 'events')),
    weight: numberAt(hook, 'weight') ?? 0,
    deletePolicies: policies.length === 0 ? ['before-hook-creation'] : policies,
    hasSucceeded: textAt(hook, 'last_run', 'phase') === 'Succeeded',
  };
}

const textsOf = (list: readonly Data[]): string[] => list.filter((each) => typeof each === 'string');

function timeOf(text: string | undefined): string {
  const time = new Date(text ?? '');
  return Number.isNaN(time.getTime()) ? '' : time.toISOString();
}

const statuses: Readonly<Record<ReleaseStatus, true>> = {
  deployed: true,
  failed: true,
  'pending-install': true,
  'pending-upgrade': true,
  'pending-rollback': true,
  uninstalling: true,
  uninstalled: true,
  superseded: true,
  unknown: true,
};

const statusOf = (text: string | undefined): ReleaseStatus =>
  text !== undefined && Object.hasOwn(statuses, text) ? (text as ReleaseStatus) : 'unknown';
