/** Answers with an etag: a list that is read again costs nothing if it is still the same. */
import type { Answer } from './answer.ts';

const mostAnswers = 20; // 2,000 comments

export class KeptAnswers {
  readonly #answers = new Map<string, { readonly etag: string; readonly answer: Answer }>();

  of(path: string): { readonly etag: string; readonly answer: Answer } | null {
    return this.#answers.get(path) ?? null;
  }

  keep(path: string, answer: Answer): void {
    const etag = answer.headers.get('etag');
    this.#answers.delete(path);
    if (etag !== null && this.#answers.size < mostAnswers) this.#answers.set(path, { etag, answer });
  }
}
