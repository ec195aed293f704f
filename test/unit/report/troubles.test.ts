/** Troubles as people read them: in 80 columns, and in Markdown that nobody else's text can break. */
import { describe, expect, test } from 'vitest';
import { fit } from '../../../src/report/check/fitting.ts';
import { troubleParts } from '../../../src/report/troubles/markdown.ts';
import { troubleLines } from '../../../src/report/troubles/terminal.ts';
import type { Trouble } from '../../../src/triage/trouble.ts';

const plain = { style: (_: unknown, text: string) => text };

const trouble: Trouble = {
  cause: 'crash-loop',
  object: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web-5d9c-x2k4z' },
  of: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
  container: 'main',
  message: 'container main ends again and again, with exit code 3, restarted 4 times',
  hint: 'its log says why it ends; then correct its configuration or the image',
  events: [
    { type: 'Normal', reason: 'Scheduled', message: 'assigned', count: 1, time: '2026-03-04T05:06:07.000Z' },
    {
      type: 'Warning',
      reason: 'BackOff',
      message: 'Back-off restarting',
      count: 4,
      time: '2026-03-04T05:07:08.000Z',
    },
  ],
  log: {
    pod: 'web-5d9c-x2k4z',
    container: 'main',
    previous: true,
    lines: ['  it begins', 'no DATABASE_URL'],
  },
};

describe('at a terminal', () => {
  test('object, cause, message, hint, events, log', () => {
    expect(troubleLines([trouble], plain)).toEqual([
      '    Pod shop/web-5d9c-x2k4z  of Deployment shop/web  [crash-loop]',
      '      container main ends again and again, with exit code 3, restarted 4 times',
      '      → its log says why it ends; then correct its configuration or the image',
      '      Normal Scheduled, 05:06:07Z: assigned',
      '      Warning BackOff ×4, 05:07:08Z: Back-off restarting',
      '      The end of the log of container main in pod web-5d9c-x2k4z,',
      '        before its last restart:',
      '        |   it begins',
      '        | no DATABASE_URL',
    ]);
  });

  test('no line is wider than 80 columns, and none is a command to a terminal or a runner', () => {
    const hostile = '\u001B[2J::error::x ##[group] '.repeat(20);
    const lines = troubleLines(
      [
        {
          ...trouble,
          message: hostile,
          hint: hostile,
          log: { pod: 'p', container: 'c', previous: false, lines: [hostile, '::add-mask::x'] },
        },
      ],
      plain,
    );
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    // oxlint-disable-next-line no-control-regex -- what must not be there
    expect(lines.join('\n')).not.toMatch(/\u001B|^\s*::|##\[/m);
  });
});

describe('in Markdown', () => {
  const page = (troubles: readonly Trouble[], characters = 65_000): string =>
    fit(
      {
        start: ['### Failed'],
        parts: troubleParts([
          { key: 'web', troubles },
          { key: 'fine', troubles: [] },
        ]),
        end: [],
        whole: 'The log has all.',
      },
      { characters, bytes: characters },
    );

  test('cause and hint stand open, events and log are folded', () => {
    expect(page([trouble])).toBe(`### Failed

#### Why web failed

- **Pod shop/web\\-5d9c\\-x2k4z** of Deployment shop/web (\`crash-loop\`): container main ends again and again, with exit code 3, restarted 4 times
  → its log says why it ends; then correct its configuration or the image
  <details><summary>What the cluster says of Pod shop/web-5d9c-x2k4z</summary>

  \`\`\`text
  Normal Scheduled, 05:06:07Z: assigned
  Warning BackOff ×4, 05:07:08Z: Back-off restarting
  \`\`\`

  The end of the log of container main in pod web\\-5d9c\\-x2k4z, before its last restart:

  \`\`\`text
    it begins
  no DATABASE_URL
  \`\`\`

  </details>

`);
  });

  test('a log cannot end its block, and a message writes no HTML', () => {
    const text = page([
      {
        ...trouble,
        message: '<img src=x> @everyone',
        log: { pod: 'p', container: 'c', previous: false, lines: ['```', '</details>'] },
      },
    ]);
    expect(text).toContain('````text');
    expect(text).not.toContain('<img');
    expect(text).not.toContain('@everyone');
  });

  test('when there is no room, logs go first', () => {
    const text = page([trouble, { ...trouble, cause: 'quota' }], 700);
    expect(text).toContain('crash-loop');
    expect(text).toContain('`quota`');
    expect(text).not.toContain('DATABASE_URL');
    expect(text).toContain('Left out, since GitHub takes no more: 2 event lists.');
  });
});
