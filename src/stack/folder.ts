/** Reads files of one directory and of nothing outside it. */
import { closeSync, constants, fstatSync, openSync, readdirSync, readSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { nearest, suggestion } from './nearest.ts';
import { quoted } from './problem.ts';

const fileLimits = { bytes: 1024 * 1024, listed: 10_000 } as const;

export type ReadResult =
  { readonly bytes: Uint8Array; readonly problem: null } | { readonly bytes: null; readonly problem: string };

export class Folder {
  readonly #real: string;

  /** Throws the system's error if the directory does not exist. */
  constructor(directory: string) {
    this.#real = realpathSync(directory);
  }

  /** The content of a file at a path relative to the directory, or why it is not read. */
  read(path: string): ReadResult {
    try {
      const real = realpathSync(join(this.#real, path));
      if (!this.#contains(real))
        return refused(`${quoted(path)} leads out of the stack directory, where nothing is read`);
      return readWhole(real, path);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
      if (code === 'ENOENT') return refused(`there is no file ${quoted(path)}${this.#near(path)}`);
      return refused(`${quoted(path)} cannot be read (${code})`);
    }
  }

  names(): string[] {
    return readdirSync(this.#real);
  }

  #contains(real: string): boolean {
    const way = relative(this.#real, real);
    return way !== '..' && !way.startsWith(`..${sep}`) && join(this.#real, way) === real;
  }

  #near(path: string): string {
    const parent = dirname(path);
    try {
      const real = realpathSync(join(this.#real, parent));
      if (!this.#contains(real)) return '';
      const names = readdirSync(real).slice(0, fileLimits.listed);
      return suggestion(
        path,
        names
          .filter((name) => name !== basename(path) && nearest(basename(path), [name]) !== null)
          .map((name) => join(parent, name)),
      );
    } catch {
      return ''; // without the folder there is nothing to suggest
    }
  }
}

function readWhole(real: string, path: string): ReadResult {
  // Not blocking: a named pipe would wait for its writer. Not following: the link was resolved before.
  const descriptor = openSync(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return refused(`${quoted(path)} is not a file`);
    const bytes = Buffer.alloc(fileLimits.bytes + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = readSync(descriptor, bytes, length, bytes.length - length, null);
    }
    if (length > fileLimits.bytes) {
      return refused(
        `${quoted(path)} has ${Math.max(stat.size, length)} bytes; at most ${fileLimits.bytes} are read`,
      );
    }
    return { bytes: bytes.subarray(0, length), problem: null };
  } finally {
    closeSync(descriptor);
  }
}

const refused = (problem: string): ReadResult => ({ bytes: null, problem });
