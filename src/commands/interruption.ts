/** A person's, a shell's or a runner's wish that this process ends: gently at first, then at once, and in any case soon. */
import type { Interruption } from '../deploy/ending.ts';
import { exitCodes } from '../stack/failure.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** One Ctrl-C: the terminal signals every process of its group, and npm and npx pass theirs on. */
const togetherMilliseconds = 300;

/** After the second signal. GitHub's runner kills 2,500 ms after its second. */
const lastResortMilliseconds = 2_200;

/** For what is still open when a cancelled command has returned. */
const lingerMilliseconds = 300;

export type Signalled = Pick<NodeJS.Process, 'on' | 'off' | 'exit'>;

/** `release` gives the signals back. The process ends soon after a wish to end, whatever still hangs. */
export function interruption(owner: Signalled): Interruption & { release: () => void } {
  const gentle = new AbortController();
  const force = new AbortController();
  let since = 0;
  let lastResort: NodeJS.Timeout | undefined;
  const onSignal = (): void => {
    if (!gentle.signal.aborted) {
      since = performance.now();
      gentle.abort();
    } else if (lastResort === undefined && performance.now() - since > togetherMilliseconds) {
      lastResort = setTimeout(() => owner.exit(exitCodes.cancelled), lastResortMilliseconds);
      force.abort();
    }
  };
  for (const signal of signals) owner.on(signal, onSignal);
  return {
    signal: gentle.signal,
    force: force.signal,
    release: () => {
      for (const signal of signals) owner.off(signal, onSignal);
      clearTimeout(lastResort);
      if (gentle.signal.aborted) setTimeout(() => owner.exit(), lingerMilliseconds).unref();
    },
  };
}
