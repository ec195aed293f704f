/** The real helm-unittest 1.1.2, built by the toolchain: what it says about every test. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ensurePrograms } from '../../toolchain/ensure.ts';
import { judgedCharts, type JudgedChart } from './unittest-report.ts';

export interface Judgement {
  readonly charts: readonly JudgedChart[]; // as they were asked for
  readonly exitCode: number | null;
}

export interface OracleOptions {
  /** Its own options: `['--strict']`. */
  readonly args?: readonly string[];
  /** Put in front of PATH, for post-renderers. */
  readonly bin?: string;
}

/**
 * Runs the suites of all charts in one process. `charts` are absolute folders, into which it writes snapshots. Throws if it ends in
 * another way than with 0 or 1, or if its report and what it prints don't agree.
 */
export async function askOracle(
  charts: readonly string[],
  { args = [], bin }: OracleOptions = {},
): Promise<Judgement> {
  const { 'helm-unittest': program } = await ensurePrograms({ names: ['helm-unittest'] });
  const cwd = mkdtempSync(join(tmpdir(), 'unittest-oracle-'));
  try {
    const report = join(cwd, 'report.xml');
    const child = spawn(program, [...args, '-t', 'JUnit', '-o', report, ...charts], {
      cwd,
      env: { PATH: [bin, process.env['PATH']].join(':'), HOME: cwd },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise<number | null>((resolve, reject) =>
      child.on('close', resolve).on('error', reject),
    );
    const [printed, told, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    if (exitCode !== 0 && exitCode !== 1) throw new Error(`helm-unittest ended with ${exitCode}: ${told}`);
    return { charts: judgedCharts(printed, readFileSync(report, 'utf8'), { charts, cwd }), exitCode };
  } finally {
    rmSync(cwd, { recursive: true });
  }
}
