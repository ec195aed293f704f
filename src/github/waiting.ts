/** The time that may be spent on waiting for GitHub, all requests together. */
import { Failure } from '../stack/failure.ts';
import type { Clock } from './clock.ts';
import { GithubError } from './github-error.ts';

export class Waiting {
  readonly clock: Clock;
  readonly #signal: AbortSignal;
  readonly #budget: number;
  #spent = 0;

  constructor(clock: Clock, budgetMilliseconds: number, signal: AbortSignal) {
    this.clock = clock;
    this.#budget = budgetMilliseconds;
    this.#signal = signal;
  }

  /** For GitHub's sake: a limit. Throws at once if that is more than is left. */
  async forLimit(milliseconds: number, request: string): Promise<void> {
    if (milliseconds > this.#budget - this.#spent) {
      const until = new Date(this.clock.now() + milliseconds).toISOString();
      throw new GithubError(
        'rate-limited',
        `GitHub's rate limit lets ${request} through only at ${until}, and at most ${this.#budget / 1000} s are spent on waiting`,
        {
          hint: 'run the job again later; fewer jobs at a time, and fewer other steps that use the same token, help',
        },
      );
    }
    await this.sleep(milliseconds);
  }

  /** Before another try. False, at once, if that is more than is left. */
  async forRetry(milliseconds: number): Promise<boolean> {
    if (milliseconds > this.#budget - this.#spent) return false;
    await this.sleep(milliseconds);
    return true;
  }

  async sleep(milliseconds: number): Promise<void> {
    if (milliseconds <= 0) return;
    this.#spent += milliseconds;
    try {
      await this.clock.sleep(milliseconds, this.#signal);
    } catch (error) {
      if (this.#signal.aborted)
        throw new Failure('cancelled', 'cancelled while GitHub was asked', { cause: error });
      throw error;
    }
  }
}
