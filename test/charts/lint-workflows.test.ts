/** The lint of workflows with the real actionlint and zizmor, on a repository with planted faults: each of the three judges tells its own. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensurePrograms } from '../../toolchain/ensure.ts';
import { ensureZizmor } from '../../toolchain/python.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'lint-workflows-'));
const workflows = join(folder, '.github', 'workflows');

/** A minute each, where nothing is built yet. */
beforeAll(async () => {
  await ensurePrograms({ names: ['actionlint'] });
  await ensureZizmor();
  mkdirSync(workflows, { recursive: true });
  mkdirSync(join(folder, 'examples'), { recursive: true });
  cpSync(join(root, 'examples/workflows'), join(folder, 'examples/workflows'), { recursive: true });
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true }));

function lint(): { readonly exitCode: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'scripts/lint-workflows.ts'), folder],
    { encoding: 'utf8' },
  );
  return { exitCode: status, output: `${stdout}${stderr}` };
}

test('what is clean ends with 0', () => {
  expect(lint()).toEqual({ exitCode: 0, output: '7 workflows in files, 0 in pages\n' });
});

describe('a fault ends with 1, at its place', () => {
  const faulty = [
    'on: pull_request_target',
    'permissions: {}',
    'jobs:',
    '  test:',
    '    runs-on: ubuntu-latset',
    '    permissions: { contents: read }',
    '    steps:',
    '      - uses: actions/checkout@v7',
    '        with: { ref: "${{ github.event.pull_request.head.sha }}", persist-credentials: false }',
    '      - run: echo "${{ github.event.pull_request.title }}"',
    '',
  ].join('\n');

  test('in a file', () => {
    writeFileSync(join(workflows, 'faulty.yml'), faulty);
    const { exitCode, output } = lint();
    rmSync(join(workflows, 'faulty.yml'));
    expect(exitCode).toBe(1);
    expect(output).toContain('.github/workflows/faulty.yml:8: actions/checkout@v7 names no commit'); // ours
    expect(output).toContain('.github/workflows/faulty.yml:8: pull_request_target runs with secrets'); // ours
    expect(output).toMatch(/\.github\/workflows\/faulty\.yml:5:\d+: label "ubuntu-latset" is unknown/); // actionlint
    expect(output).toContain('error[dangerous-triggers]'); // zizmor
    expect(output).toContain('error[template-injection]'); // zizmor
  });

  test('in a page, with the line of the page', () => {
    writeFileSync(join(folder, 'README.md'), `# Deploy\n\n\`\`\`yaml\n${faulty}\`\`\`\n`);
    const { exitCode, output } = lint();
    rmSync(join(folder, 'README.md'));
    expect(exitCode).toBe(1);
    expect(output).toContain('README.md:11: actions/checkout@v7 names no commit');
    expect(output).toMatch(/^README\.md:8:\d+: label "ubuntu-latset" is unknown/m);
    expect(output).toMatch(/--> README\.md:11:\d+/);
  });

  test('in inputs of the action in this repository, which actionlint knows', () => {
    writeFileSync(
      join(folder, 'action.yml'),
      'name: a\ndescription: b\ninputs: { command: { description: c } }\nruns: { using: node24, main: m.js }\n',
    );
    mkdirSync(join(folder, '.git'));
    const text = faulty
      .replace('pull_request_target', 'push')
      .replace('actions/checkout@v7', './')
      .replace('{ ref: ', '{ kommand: ');
    writeFileSync(join(workflows, 'own.yml'), text);
    const { exitCode, output } = lint();
    expect(exitCode).toBe(1);
    expect(output).toMatch(/own\.yml:9:\d+: input "kommand" is not defined in action/);
  });
});
