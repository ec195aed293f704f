import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isBroken, parseCheckpoint } from '../../src/deploy/checkpoint/parse.ts';
import { exitCodes } from '../../src/stack/failure.ts';
import { killRound, type KillSite } from '../setup/kill-round.ts';
import { openKillSite } from '../setup/kill-site.ts';
import { testPlane } from '../setup/plane-environment.ts';

/** `node bench/kills.ts 200` does two hundred. */
const rounds = 20;
const seed = 1; // of the instants; how far an apply is by then differs from run to run

let site: KillSite;

beforeAll(async () => {
  site = await openKillSite(testPlane());
}, 600_000);
afterAll(async () => {
  await site.copy.run(['destroy', '--yes', '--stack', 'dev']);
  site.copy.remove();
});

test.each(Array.from({ length: rounds }, (_, round) => seed + round))(
  'killed at a random instant (seed %i): nothing is left, the state decodes, and the next up converges or stops with a named code',
  async (roundSeed) => {
    const round = await killRound(site, roundSeed);
    expect(round).toMatchObject({ problems: [] });
    expect(['converged', ...Object.keys(exitCodes)]).toContain(round.next);
    const state = readFileSync(join(site.copy.state, '.pulumi/stacks/data-platform/dev.json'));
    expect(isBroken(parseCheckpoint(state, { project: 'data-platform', stack: 'dev' }))).toBe(false);
  },
  600_000, // on a machine that does other things as well
);
