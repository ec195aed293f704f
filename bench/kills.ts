/**
 * `node bench/kills.ts [KILLS] [SEED]`: applies of the four systems, each killed at a random instant, and what comes after, until 200 or another number were
 * killed in mid-apply. The seed is printed, and with it a run can be repeated; Ctrl-C ends it with the counts so far.
 */
import type { Plane } from '../toolchain/plane/plane.ts';
import { killRound, type KillRound } from '../test/setup/kill-round.ts';
import { openKillSite } from '../test/setup/kill-site.ts';
import { onPlanes } from './on-planes.ts';
import type { Workshop } from './rivals.ts';

const [wanted = 200, seed = Date.now() % 1_000_000] = process.argv.slice(2).map(Number);

async function kills(plane: Plane, { bundled }: Workshop, print: (line: string) => void): Promise<void> {
  const entry = `${bundled}/cli.js`;
  process.env['K8S_DEPLOY_TEST_ENTRY'] = entry;
  const site = await openKillSite(plane, entry);
  print(`seeds from ${seed}; an apply takes ${(site.applyMilliseconds / 1000).toFixed(1)} s`);
  const done: KillRound[] = [];
  const killed = (): number => done.filter(({ killedAfter }) => killedAfter !== null).length;
  const enough = new AbortController();
  process.once('SIGINT', () => enough.abort());
  let { applyMilliseconds } = site; // follows what else the machine does
  try {
    while (!enough.signal.aborted && killed() < wanted) {
      const round = await killRound({ ...site, applyMilliseconds }, seed + done.length);
      done.push(round);
      applyMilliseconds *= round.killedAfter === null ? 0.9 : 1.04;
      if (round.problems.length > 0) print(JSON.stringify(round));
      if (done.length % 10 === 0) print(`${killed()} of ${wanted} killed, in ${done.length} rounds`);
    }
  } finally {
    for (const line of table(done)) print(line);
    site.copy.remove();
  }
}

function table(done: readonly KillRound[]): string[] {
  const victims = ['program', 'machine'] as const;
  const row = (name: string, of: (round: KillRound) => boolean): string => {
    const counts = victims.map(
      (victim) => done.filter((round) => round.victim === victim && of(round)).length,
    );
    return `| ${[name, ...counts].join(' | ')} |`;
  };
  const names = [...new Set(done.map(({ next }) => next))].toSorted();
  return [
    '',
    '| | program killed | whole machine lost |',
    '|---|---|---|',
    row('rounds', () => true),
    row('killed in mid-apply', ({ killedAfter }) => killedAfter !== null),
    row('ended before', ({ killedAfter }) => killedAfter === null),
    ...names.map((name) =>
      row(`next up: ${name}`, ({ killedAfter, next }) => killedAfter !== null && next === name),
    ),
    row('brought to its end by what it said', ({ told }) => told.length > 0),
    row('state does not decode', ({ problems }) => problems.some((each) => each.includes('does not decode'))),
    row('processes that live on', ({ problems }) => problems.some((each) => each.includes('live on'))),
    row('anything there twice, or not as declared', ({ problems }) => problems.length > 0),
  ];
}

await onPlanes([kills]);
