import { execFile } from 'node:child_process';
import { globSync, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { contractFile } from '../../src/contract/suite/schema.ts';
import { knownRules } from '../../src/commands/known-rules.ts';
import { riskIds } from '../../src/plan/plan.ts';
import { exitCodes } from '../../src/stack/failure.ts';

const pages = [...globSync('*.md'), ...globSync('{docs,toolchain,renderer}/**/*.md')].filter(
  (page) => !page.includes('node_modules'),
);

/** As GitHub makes them of headings, and those that are written. */
function anchorsOf(page: string): string[] {
  const text = readFileSync(page, 'utf8');
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
  return [...headings, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id)];
}

function brokenLinks(page: string): string[] {
  const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?![a-z]+:)([^)\s]*)\)/g)];
  return links.flatMap(([, link = '']) => {
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page : join(dirname(page), path);
    if (!existsSync(target)) return [link];
    const hasAnchor =
      anchor === undefined || statSync(target).isDirectory() || anchorsOf(target).includes(anchor);
    return hasAnchor ? [] : [link];
  });
}

/** What `k8s-deploy COMMAND --help` prints. */
async function helpOf(command: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['src/cli.ts', command, '--help']);
  return stdout;
}

const optionsIn = (text: string): string[] =>
  [...text.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([option]) => option);

test.each(pages)('links of %s lead somewhere', (page) => {
  expect(brokenLinks(page)).toEqual([]);
});

describe('the example of docs/contract-files.md', () => {
  const [, text = ''] = /```yaml\n(.*?)```/s.exec(readFileSync('docs/contract-files.md', 'utf8')) ?? [];

  test('is a contract file', () => {
    expect(contractFile.safeParse(parse(text)).error?.issues ?? []).toEqual([]);
  });
});

test('docs/check.md names only rules and packs that there are', () => {
  const rules = [...knownRules().keys()];
  const named = readFileSync('docs/check.md', 'utf8').matchAll(
    /`((?:schema|api|reference|selector|port|name|hook|network|values|hardening|chart|case)\/[a-z-]+)`/g,
  );
  expect([...named].map(([, id = '']) => id).filter((id) => !rules.includes(id))).toEqual([]);
});

describe('docs/preview.md', () => {
  const page = readFileSync('docs/preview.md', 'utf8');
  const section = (heading: string): string =>
    page.split(/^(?=#{2,4} )/m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const names = (text: string, name: string): boolean =>
    new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(text);

  test.each(['preview', 'up'])('names every option of %s', async (command) => {
    const own = command === 'up' ? readFileSync('docs/apply.md', 'utf8') : '';
    const documented = page + own + readFileSync('README.md', 'utf8');
    const options = optionsIn(await helpOf(command)).filter((option) => option !== '--help');
    expect(options.length).toBeGreaterThan(8);
    expect(options.filter((option) => !names(documented, option))).toEqual([]);
  });

  test('names no option that there is not', async () => {
    const known = optionsIn((await Promise.all(['preview', 'up'].map(helpOf))).join('\n'));
    const refused = ['--show-secrets']; // named as one that there is not
    expect(
      [...new Set(optionsIn(page))].filter((option) => ![...known, ...refused].includes(option)),
    ).toEqual([]);
  });

  test('has a row for every risk, and for no other', () => {
    const rows = [...section('## Risks and limits').matchAll(/^\| `([a-z-]+)` \|/gm)];
    expect(rows.map(([, id]) => id)).toEqual([...riskIds]);
  });

  test('says what each exit code means', () => {
    const codes = [...section('## Formats, reports, exit codes').matchAll(/^\| ((?:\d, )*\d) \|/gm)];
    const told = new Set(codes.flatMap(([, text = '']) => text.split(', ').map(Number)));
    expect(told).toEqual(new Set([0, ...Object.values(exitCodes)]));
  });

  test('names the findings of the plan, and links its schema', () => {
    const rules = [...knownRules()].flatMap(([id, { source }]) => (source === 'the plan' ? id : []));
    expect(rules.length).toBeGreaterThan(1);
    expect(rules.filter((id) => !names(page, id))).toEqual([]);
    expect(page).toContain('(../schemas/plan.schema.json)');
  });

  test('has a workflow that asks for what each job needs, and runs no pull request with secrets', () => {
    const [, text = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
    const workflow: unknown = parse(text);
    expect(workflow).toMatchObject({
      on: { pull_request: null },
      permissions: {},
      jobs: {
        preview: { permissions: { contents: 'read', 'pull-requests': 'write' } },
        up: { permissions: { contents: 'read', 'pull-requests': 'write', 'id-token': 'write' } },
      },
    });
    expect(text).not.toContain('pull_request_target');
  });
});

test('docs/README.md leads to every page', () => {
  const index = readFileSync('docs/README.md', 'utf8');
  const others = globSync('docs/{*,systems/*}.md').filter((page) => page !== 'docs/README.md');
  expect(others.length).toBeGreaterThan(20);
  expect(others.filter((page) => !index.includes(`(${page.replace('docs/', '')})`))).toEqual([]);
});

test('README.md says how many kinds of risk there are', () => {
  expect(readFileSync('README.md', 'utf8')).toContain(`[${riskIds.length} kinds of risk]`);
});
