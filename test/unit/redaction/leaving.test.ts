/** Planted secrets are pushed through everything by which bytes leave, and searched for in what comes out. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeReports, type ReportRequest } from '../../../src/commands/check-reports.ts';
import type { CheckResult } from '../../../src/contract/finding.ts';
import { explain } from '../../../src/deploy/failures.ts';
import { openRedactor, type Redactor } from '../../../src/redaction/redactor.ts';
import { checkLines } from '../../../src/report/check/terminal.ts';
import { failureJson, failureLines } from '../../../src/report/failure.ts';
import { writeReportFile } from '../../../src/report/report-file.ts';
import { Failure } from '../../../src/stack/failure.ts';
import { canaries, findCanaries } from '../../setup/canaries.ts';
import { exitOf, pulumiStandIn } from '../deploy/pulumi-stand-in.ts';
import { finding, result as checkResult } from '../report/check/results.ts';
import { recorder, type Recorded } from '../report/recorder.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'leaving-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function knowingAll(): Redactor {
  const redactor = openRedactor();
  for (const { name, secret } of canaries) redactor.learn(secret, name);
  return redactor;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A secret as programs, charts and API servers quote it. */
const quotes: readonly ((secret: string) => string)[] = [
  (secret) => `got ${secret}, expected a number`,
  (secret) => `invalid value ${JSON.stringify(secret)}: ${JSON.stringify(JSON.stringify({ secret }))}`,
  (secret) =>
    `request https://user:${encodeURIComponent(secret)}@host/?q=${encodeURIComponent(secret)} failed`,
  (secret) =>
    `data.password: ${base64(secret)}; .dockerconfigjson: ${base64(`{"auth":"${base64(`robot:${secret}`)}"}`)}`,
  (secret) => `- password: |\n${secret.replaceAll(/^/gm, '-     ')}`,
  (secret) => `cut: ${secret.slice(0, Math.ceil(secret.length * 0.6))}…`,
  (secret) => `${Buffer.from(secret).toString('hex')}\t::add-mask::${secret}`,
];
const messages = canaries.flatMap(({ secret }) => quotes.map((quote) => quote(secret)));

test('what is pushed through holds all of them', () => {
  expect(findCanaries(messages.join('\n'))).toEqual(canaries.map(({ name }) => name));
});

describe('the terminal', () => {
  test.each([
    ['a pipe', {}],
    ['a screen', { isTTY: true, columns: 200, rows: 400 }],
  ])('%s shows none, on neither stream', (_, screen) => {
    const target = recorder({ ...screen, redactor: knowingAll() });
    for (const message of messages) {
      target.out(message);
      target.note(target.style('red', message));
      target.live(message.split('\n'));
    }
    expect(target.written.length).toBeGreaterThan(2 * messages.length - 1);
    expect(findCanaries(target.stdout + target.stderr)).toEqual([]);
  });
});

describe('failures', () => {
  const failure = new Failure('failed', messages.join('\n'), {
    hint: messages.join('; '),
    cause: new Error(messages.join()),
  });

  test('show none, for people and for programs', () => {
    const target = recorder({ redactor: knowingAll() });
    for (const line of failureLines(failure, target)) target.note(line);
    target.out(JSON.stringify(failureJson(failure), null, 2));
    expect(findCanaries(target.stdout + target.stderr)).toEqual([]);
    expect(JSON.parse(target.stdout)).toMatchObject({ error: { code: 'failed' } });
  });

  /** Prints slowly, in pieces that divide secrets, and fails. */
  const chunked = (file: string): string => `
size=$(wc -c < ${file}); at=1
while [ $at -le $size ]; do tail -c +$at ${file} | head -c 97 >&2; at=$((at + 97)); done
exit 255`;

  test('of a child program that prints secrets in pieces show none', async () => {
    for (const { name, secret } of canaries) {
      const file = join(folder, name.replaceAll(' ', '-'));
      writeFileSync(file, `error: ${secret}\n${quotes[1]?.(secret) ?? ''}\n`);
      const { run } = await pulumiStandIn(chunked(file));
      const exit = await exitOf(run(['up']));
      expect(findCanaries(exit.stderr)).toContain(name);
      const told = await explain(exit, {
        operation: 'up',
        releases: [],
        backend: { kind: 'file', url: `file://${folder}`, folder },
        project: 'p',
        stack: 'dev',
        encryptionSalt: null,
        environment: {},
        progress: [],
        cancelled: false,
      });
      const target = recorder({ redactor: knowingAll() });
      for (const line of failureLines(told, target)) target.note(line);
      target.out(JSON.stringify(failureJson(told)));
      expect(target.stderr).toContain('(secret)');
      expect(findCanaries(target.stdout + target.stderr)).toEqual([]);
    }
  });
});

describe('reports of a check', () => {
  const place = (text: string): Partial<CheckResult['findings'][number]> => ({
    message: text,
    hint: text,
    release: text,
    case: text,
    object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: text, name: text },
    path: ['data', text],
    template: text,
    source: { file: text, line: 1, column: 1 },
    waiver: null,
    alsoIn: [text],
  });
  const result: CheckResult = checkResult({ findings: messages.map((message) => finding(place(message))) });

  async function written(
    format: ReportRequest['format'],
    target: Recorded,
    redactor: Redactor,
  ): Promise<string> {
    const file = join(folder, 'deep', `report.${format}`);
    const io = { terminal: target, redactor, environment: {}, ...unaborted };
    await writeReports([{ format, file }], result, { failOn: 'error', io });
    return readFileSync(file, 'utf8');
  }
  const unaborted = { signal: new AbortController().signal, force: new AbortController().signal };

  test.each(['json', 'junit', 'sarif', 'markdown', 'github'] as const)('%s holds none', async (format) => {
    const text = await written(format, recorder(), knowingAll());
    expect(text).toContain('(secret)'.replaceAll(/[()]/g, format === 'markdown' ? '\\$&' : '$&'));
    expect(findCanaries(text)).toEqual([]);
    if (format === 'json' || format === 'sarif') JSON.parse(text);
  });

  test('the text holds none', () => {
    const target = recorder({ redactor: knowingAll() });
    for (const line of checkLines(result, target, { verbose: true })) target.out(line);
    expect(target.stdout).toContain('(secret)');
    expect(findCanaries(target.stdout)).toEqual([]);
  });

  test('a report that cannot be written says so', () => {
    expect(() => writeReportFile({ format: 'json', file: '/dev/null/x' }, '', openRedactor())).toThrow(
      /^the report json cannot be written: /,
    );
  });
});
