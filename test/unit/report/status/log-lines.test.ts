import { expect, test } from 'vitest';
import { logPrinter } from '../../../../src/report/status/log-lines.ts';
import { openRedactor } from '../../../../src/redaction/redactor.ts';
import { recorder } from '../recorder.ts';

const source = (pod: string) => ({ release: 'web', namespace: 'shop', pod, container: 'main' });
const secret = 'with "quotes" and \\ in it';

function printed(options: { isJson?: boolean; hasTimes?: boolean; isTTY?: boolean } = {}) {
  const redactor = openRedactor();
  redactor.learn(secret, null);
  const { isJson = false, hasTimes = false, isTTY = false } = options;
  const screen = recorder({ redactor, isTTY });
  return { screen, printer: logPrinter({ terminal: screen, redact: redactor.redactData, isJson, hasTimes }) };
}

const logs = [
  {
    container: source('web-1'),
    lines: [
      { time: '2026-11-21T10:00:01Z', text: 'first' },
      { time: '2026-11-21T10:00:03Z', text: 'third' },
    ],
  },
  { container: source('web-2'), lines: [{ time: '2026-11-21T10:00:02Z', text: 'second' }] },
];

test('lines of several containers are told in the order of their times', () => {
  const { screen, printer } = printed({ hasTimes: true });
  printer.all(logs);
  expect(screen.stdout).toBe(
    'web-1/main | 2026-11-21T10:00:01Z first\nweb-2/main | 2026-11-21T10:00:02Z second\nweb-1/main | 2026-11-21T10:00:03Z third\n',
  );
});

test('in a terminal each container has a colour of its own, and keeps it', () => {
  const { screen, printer } = printed({ isTTY: true });
  printer.all(logs);
  const colours = screen.stdout.split('\n').map((line) => line.split('web-')[0]);
  expect(colours[0]).toBe(colours[2]);
  expect(colours[0]).not.toBe(colours[1]);
});

test('what would move the cursor, or be a command, is made harmless', () => {
  const { screen, printer } = printed();
  printer.line(source('web-1'), { time: '', text: '\u001B[2J##[error]x\r10 %\r::error::y\r' });
  expect(screen.stdout).toBe('web-1/main | [2J## [error]x\nweb-1/main | 10 %\nweb-1/main | : :error::y\n');
});

test('a secret is taken out before a line becomes JSON, which spells it in another way', () => {
  const { screen, printer } = printed({ isJson: true });
  printer.line(source('web-1'), { time: '', text: `it is ${secret}` });
  printer.all([
    { container: source('web-2'), lines: [{ time: '', text: `{"a": ${JSON.stringify(secret)}}` }] },
  ]);
  const [first = '', ...rest] = screen.stdout.split('\n');
  expect(JSON.parse(first)).toEqual({ ...source('web-1'), time: '', text: 'it is (secret)' });
  expect(JSON.parse(rest.join('\n'))).toEqual({
    version: 1,
    logs: [{ ...source('web-2'), lines: [{ time: '', text: '{"a": "(secret)"}' }] }],
  });
});
