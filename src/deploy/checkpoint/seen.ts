/** The last checkpoint that this machine has seen of each stack, in its cache folder; and a place there for copies of what must not get lost. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../stack/cache-folder.ts';
import type { Backend } from '../backend.ts';
import type { Checkpoint, StackName } from './parse.ts';
import type { Seen } from './verdict.ts';

export class SeenStates {
  readonly #folder: string;

  constructor(backend: Backend, { project, stack }: StackName, environment: NodeJS.ProcessEnv) {
    const key = createHash('sha256').update([backend.url, project, stack].join('\n')).digest('hex');
    this.#folder = join(cacheFolder(environment), 'states', `${project}-${stack}-${key.slice(0, 16)}`);
  }

  /** Null if there is none that can be read: it is only a note. */
  last(): Seen | null {
    try {
      const { sha256, time } = JSON.parse(readFileSync(join(this.#folder, 'seen.json'), 'utf8')) as Record<
        string,
        unknown
      >;
      return typeof sha256 === 'string' && typeof time === 'number'
        ? { sha256, time, where: 'this machine' }
        : null;
    } catch {
      return null;
    }
  }

  /** A cache that cannot be written is done without. */
  note({ sha256, time }: Checkpoint): void {
    if (time === null) return;
    try {
      this.#write('seen.json', JSON.stringify({ sha256, time }));
    } catch {
      return;
    }
  }

  forget(): void {
    rmSync(join(this.#folder, 'seen.json'), { force: true });
  }

  /** Gives the path. Only its owner may read it: what is not encrypted in a state tells enough. */
  keep(file: string, content: string | Uint8Array): string {
    return this.#write(file, content);
  }

  #write(file: string, content: string | Uint8Array): string {
    const path = join(this.#folder, file);
    const draft = `${path}.${process.pid}.draft`;
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    writeFileSync(draft, content, { mode: 0o600 });
    renameSync(draft, path);
    return path;
  }
}
