/** How long the phases of a command take. */
export interface Stopwatch {
  /** Phases may overlap; the time of one that is asked for twice adds up. */
  timed<Result>(phase: string, work: () => Promise<Result>): Promise<Result>;
  /** Milliseconds by phase so far, in the order in which they began; `total` since it was made. */
  timings(): Record<string, number>;
}

export function stopwatch(): Stopwatch {
  const began = performance.now();
  const spent = new Map<string, number>();
  return {
    async timed(phase, work) {
      const started = performance.now();
      spent.set(phase, spent.get(phase) ?? 0);
      try {
        return await work();
      } finally {
        spent.set(phase, (spent.get(phase) ?? 0) + performance.now() - started);
      }
    },
    timings: () => ({ ...Object.fromEntries(spent), total: performance.now() - began }),
  };
}
