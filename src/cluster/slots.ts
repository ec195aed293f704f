/** At most so many pieces of work at once; the others wait in the order in which they came. */
export type Slots = <Result>(work: () => Promise<Result>) => Promise<Result>;

export function slots(count: number): Slots {
  let free = count;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next(); // takes the place over
    }
  };
}
