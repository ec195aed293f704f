/** Wall times of commands that run in turns, and how they are told. */
import { measured, type Command } from './measured.ts';

export interface Figures {
  readonly seconds: readonly number[];
  /** What the last run printed. */
  readonly last: string;
}

/** By the names of the commands. Once each before it counts: file cache, compiled code, the plane. Then in turns, so that what disturbs one disturbs all. */
export async function inTurns<Name extends string>(
  rounds: number,
  commands: Readonly<Record<Name, () => Command>>,
): Promise<Record<Name, Figures>> {
  const all = Object.entries<() => Command>(commands).map(([name, command]) => ({
    name,
    command,
    figures: { seconds: [] as number[], last: '' },
  }));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { command, figures } of all) {
      const { seconds, stdout } = await measured(command());
      figures.last = stdout;
      if (round > 0) figures.seconds.push(seconds);
    }
  }
  const byName: Record<string, Figures> = Object.fromEntries(all.map(({ name, figures }) => [name, figures]));
  return byName;
}

export const median = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? NaN;

/** `1.23 s (1.20)`: the median, and the fastest. */
export const shown = ({ seconds }: Figures): string =>
  `${median(seconds).toFixed(2)} s (${Math.min(...seconds).toFixed(2)})`;

/** With how many times the other it is. */
export const against = (one: Figures, other: Figures): string =>
  `${shown(one)} = ${(median(one.seconds) / median(other.seconds)).toFixed(2)} ×`;
