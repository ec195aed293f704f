/**
 * Ends a Pulumi that says nothing: no output, no event of the engine. What it waits for, a provider, a plug-in, the state's store, may have no limit of
 * its own; a job that hangs is cancelled by nobody who knows why.
 */
import type { Interruption } from './ending.ts';

export interface Silence {
  /** Whoever gets something from Pulumi on another way than its output says so. */
  heard(): void;
  /** For one command: the wish to end that it is given, and ours. */
  guard(interruption: Interruption): SilenceGuard;
}

interface SilenceGuard {
  readonly interruption: Interruption;
  /** How long it had said nothing when it was ended for that; null if it was not. */
  readonly silentSeconds: number | null;
  release(): void;
}

export interface SilenceOptions {
  /** Milliseconds that are not too long, as things stand. */
  readonly limit: () => number;
  /** Milliseconds from Pulumi's first SIGINT to its second. Default: 20 s; what can end in order does so within a few. */
  readonly grace?: number | undefined;
}

/**
 * Silence is counted in ticks of this process, not by the clock: one that was stopped, or starved, has not listened meanwhile.
 * Milliseconds; a short limit has shorter ones.
 */
const longestTick = 1_000;
const ticksOfALimit = 10;

export function silence({ limit, grace = 20_000 }: SilenceOptions): Silence {
  let quiet = 0;
  return {
    heard() {
      quiet = 0;
    },
    guard(given) {
      const [gentle, force] = [new AbortController(), new AbortController()];
      const tick = Math.min(longestTick, limit() / ticksOfALimit);
      let silentSeconds: number | null = null;
      let last: NodeJS.Timeout | undefined;
      quiet = 0;
      const ticking = setInterval(() => {
        quiet += tick;
        if (quiet < limit()) return;
        clearInterval(ticking);
        silentSeconds = Math.round(quiet / 1000);
        gentle.abort();
        last = setTimeout(() => force.abort(), grace);
      }, tick);
      return {
        interruption: {
          signal: AbortSignal.any([given.signal, gentle.signal]),
          force: AbortSignal.any([given.force, force.signal]),
        },
        get silentSeconds() {
          return silentSeconds;
        },
        release() {
          clearInterval(ticking);
          clearTimeout(last);
        },
      };
    },
  };
}
