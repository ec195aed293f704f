/** A checkpoint of a self-managed backend: what Pulumi knows of a stack, in one file. Pure. */
import { createHash } from 'node:crypto';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { integrityProblems, isRecord, type Deployment } from './integrity.ts';

/** Bytes of one that is taken; a hundred times what a stack of two hundred releases has. */
const checkpointLimit = 512 * 1024 * 1024;

export interface Checkpoint {
  /** Of the file as it lies in the store. */
  readonly sha256: string;
  /** When Pulumi wrote it, in microseconds since 1970: within one operation it writes several in a millisecond. Null for a stack that was made and never applied. */
  readonly time: number | null;
  /** Of the format. */
  readonly version: number;
  /** Null for a stack that was made and never applied. */
  readonly deployment: Deployment | null;
}

/** Of a file that is not whole: everything that is wrong with it. */
export interface Broken {
  readonly sha256: string;
  readonly problems: readonly string[];
}

export interface StackName {
  readonly project: string;
  /** The short one. */
  readonly stack: string;
}

/** The formats that this knows, by Pulumi's `UnmarshalVersionedCheckpointToLatestCheckpoint`: 4 is 3 with a list of features. */
const knownVersions: readonly unknown[] = [3, 4];

export const isBroken = (read: Checkpoint | Broken): read is Broken => 'problems' in read;

/** Of the stack that it should be of. */
export function parseCheckpoint(file: Uint8Array, name: StackName): Checkpoint | Broken {
  const sha256 = createHash('sha256').update(file).digest('hex');
  const broken = (...problems: readonly string[]): Broken => ({ sha256, problems });
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(unpacked(file));
  } catch (error) {
    return broken(
      error instanceof TypeError && !('code' in error && String(error.code).startsWith('Z_'))
        ? 'it holds bytes that are no text'
        : 'its compression is damaged',
    );
  }
  if (text.trim() === '') return broken('it is empty');
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return broken(
      /[}\]]\s*$/.test(text) ? 'it is not JSON' : 'it ends in the middle: it was cut off, or is not JSON',
    );
  }
  if (!isRecord(content) || !('version' in content) || !('checkpoint' in content))
    return broken('it is JSON, but no checkpoint of Pulumi');
  const { version, checkpoint } = content;
  if (!knownVersions.includes(version)) {
    return broken(`its format, ${JSON.stringify(version)}, is not one that can be checked (3 and 4 are)`);
  }
  if (!isRecord(checkpoint)) return broken('it holds no checkpoint');
  const { stack, latest } = checkpoint;
  const wanted = `organization/${name.project}/${name.stack}`;
  const foreign = stack === wanted ? [] : [`it is of stack ${JSON.stringify(stack)}, not of "${wanted}"`];
  if (latest === undefined || latest === null) {
    return foreign.length > 0
      ? broken(...foreign)
      : { sha256, time: null, version: Number(version), deployment: null };
  }
  if (!isRecord(latest)) return broken(...foreign, '`latest` is no deployment');
  const problems = [...foreign, ...integrityProblems(latest, name)];
  if (problems.length > 0) return broken(...problems);
  const deployment = latest as unknown as Deployment;
  return { sha256, time: microseconds(deployment.manifest.time), version: Number(version), deployment };
}

/** Of RFC 3339, as Go prints it: up to nine digits of a second. */
function microseconds(time: string): number {
  const [, fraction = ''] = /\.(\d+)/.exec(time) ?? [];
  return Date.parse(time.replace(/\.\d+/, '')) * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6));
}

/** By its first bytes, as Pulumi does (PULUMI_DIY_BACKEND_GZIP and its successors). */
function unpacked(file: Uint8Array): Uint8Array {
  const options = { maxOutputLength: checkpointLimit };
  if (file[0] === 0x1f && file[1] === 0x8b) return gunzipSync(file, options);
  const isZstd = file[0] === 0x28 && file[1] === 0xb5 && file[2] === 0x2f && file[3] === 0xfd;
  return isZstd ? zstdDecompressSync(file, options) : file;
}
