import type { Clock } from '../../src/github/clock.ts';

/** Time passes only by sleeping, and that at once; or by being told to. */
export class HurriedClock implements Clock {
  readonly sleeps: number[] = [];
  #now = Date.parse('2026-01-01T00:00:00Z');

  readonly now = (): number => this.#now;

  pass(milliseconds: number): void {
    this.#now += milliseconds;
  }

  async sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.sleeps.push(milliseconds);
    this.#now += milliseconds;
    await Promise.resolve();
  }
}
