/** Every byte that left, by where it was found, and the search for secrets in it, and for their lengths. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findCanaries, type Canary } from './canaries.ts';

export class Captured {
  readonly #texts = new Map<string, string>();
  readonly #searched = new Map<string, string>();

  put(place: string, text: string): void {
    this.#texts.set(place, text);
  }

  /** Every file below the folder, binary ones too. `isLeftOut` is given the path below the folder. */
  putFolder(place: string, folder: string, isLeftOut: (path: string) => boolean = () => false): void {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name);
      const path = file.slice(folder.length + 1);
      if (entry.isFile() && !isLeftOut(path)) this.put(`${place}/${path}`, readFileSync(file, 'utf8'));
    }
  }

  get places(): readonly string[] {
    return [...this.#texts.keys()];
  }

  /** Of all places whose name begins so. */
  text(place: string): string {
    return [...this.#texts].flatMap(([each, text]) => (each.startsWith(place) ? text : [])).join('\n');
  }

  /** `place: names`, a line for each place where something of one can be read and that was not searched before. */
  leaks(planted: readonly Canary[]): string[] {
    return [...this.#texts].flatMap(([place, text]) => {
      if (this.#searched.get(place) === text) return [];
      this.#searched.set(place, text);
      const found = findCanaries(text, planted);
      return found.length === 0 ? [] : `${place}: ${found.join(', ')}`;
    });
  }

  /** Rows of one sign, as long as what they stand for. */
  rows(): string[] {
    return [...this.#texts].flatMap(([place, text]) =>
      [...text.matchAll(/([*•●█])\1{3,}/gu)].map(([row]) => `${place}: ${row}`),
    );
  }
}
