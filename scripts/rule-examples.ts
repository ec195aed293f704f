/**
 * Writes src/commands/rule-examples.json: for each rule a faulty render out of our tests, what is found in it and what is said to do.
 * With --check, fails if it differs. Takes minutes, since it runs those tests; to be run after a rule was added or its message changed.
 */
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVitest } from 'vitest/node';
import { generated } from './generated.ts';
import { parse } from 'yaml';
import type { RuleExample } from '../src/report/check/explain.ts';
import { better } from './rule-examples/example.ts';

/** Those with data of chance give examples that nobody would meet. */
const isOfChance = (file: string): boolean => readFileSync(file, 'utf8').includes("from 'fast-check'");

const files = [
  ...globSync('test/charts/{references,rules,ksml,leoflow,logstream,sf2loki}*.test.ts'),
  ...globSync('test/unit/contract/{hardening,references/*}*.test.ts'),
]
  .filter((file) => !isOfChance(file) && !file.endsWith('rules-total.test.ts'))
  .toSorted();

const folder = mkdtempSync(join(tmpdir(), 'rule-examples-'));
process.env['RULE_EXAMPLES'] = folder;
const setupFiles = [join(import.meta.dirname, 'rule-examples/recorder.ts')];
const vitest = await startVitest('test', [], {
  config: false,
  watch: false,
  reporters: ['minimal'],
  include: files,
  setupFiles,
  globalSetup: ['test/setup/toolchain.ts'],
  maxWorkers: 2,
  testTimeout: 60_000,
  hookTimeout: 60_000,
});
await vitest.close();

/** Of rules that are not about one render. */
const writtenExamples = parse(
  readFileSync(join(import.meta.dirname, 'rule-examples/written.yaml'), 'utf8'),
) as Readonly<Record<string, RuleExample>>;

const found = new Map<string, RuleExample>(Object.entries(writtenExamples));
for (const name of globSync('*.json', { cwd: folder }).toSorted()) {
  const noted = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, RuleExample>;
  for (const [id, example] of Object.entries(noted)) {
    if (id in writtenExamples) continue;
    if (better(example, found.get(id))) found.set(id, example);
  }
}
rmSync(folder, { recursive: true });

const sorted = Object.fromEntries([...found].toSorted(([one], [other]) => (one < other ? -1 : 1)));
generated(
  'src/commands/rule-examples.json',
  `${JSON.stringify(sorted, null, 2)}\n`,
  'differs from what the tests find; run node scripts/rule-examples.ts',
);
