/** Which tools may be downloaded, and the checksum that each has to have: `tools.json`, beside this code and in `dist/`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Platform } from './platform.ts';

/** By the names of their programs. */
export const toolNames = ['pulumi', 'pulumi-resource-kubernetes', 'k8s-deploy-renderer', 'helm'] as const;

export type ToolName = (typeof toolNames)[number];

/** One file that a publisher released. */
export interface Download {
  /** Below `origin`. */
  readonly path: string;
  /** Of the file as it is downloaded, in lower-case hexadecimal; null: not known to this build, so it is never downloaded. */
  readonly sha256: string | null;
  /** The program in the archive (tar.gz); null: the file is the program. */
  readonly member: string | null;
}

export interface ToolEntry {
  /** Official address, with a slash at its end. `{repository}`: from which the Action itself comes, as OWNER/NAME. */
  readonly origin: string;
  /** The version that is used where none is asked for; that of `toolchain/programs.ts`. */
  readonly pinned: string;
  readonly versions: Readonly<Record<string, Readonly<Record<Platform, Download>>>>;
}

export interface ToolTable {
  readonly tools: Readonly<Record<ToolName, ToolEntry>>;
  /** What the renderer's sums were made from: by `scripts/renderer-binaries.ts`. */
  readonly rendererSource: string;
}

export const tableFile = join(import.meta.dirname, 'tools.json');

export const readTable = (): ToolTable => JSON.parse(readFileSync(tableFile, 'utf8')) as ToolTable;
