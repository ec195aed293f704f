/** Code blocks of the pages: stack files, contract files and JSON are what they look like, commands have the options that they are given. */
import { globSync, readFileSync } from 'node:fs';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { isMap, parseAllDocuments } from 'yaml';
import { changing } from '../../src/commands/cli/changing.ts';
import { checking } from '../../src/commands/cli/checking.ts';
import { local } from '../../src/commands/cli/local.ts';
import { planning } from '../../src/commands/cli/planning.ts';
import { state } from '../../src/commands/cli/state.ts';
import { watching } from '../../src/commands/cli/watching.ts';
import type { Io } from '../../src/commands/session.ts';
import { contractFile } from '../../src/contract/suite/schema.ts';
import { stackFileSchema } from '../../src/stack/schema.ts';
import { systems } from '../../src/systems/registry.ts';

interface Block {
  readonly page: string;
  readonly line: number; // from 1
  readonly language: string;
  readonly text: string;
}

/** Its example leaves things out, and says so. */
const sketches = ['docs/design.md'];

const pages = [...globSync('*.md'), ...globSync('docs/**/*.md')].filter((page) => !sketches.includes(page));

/** Blocks in lists are indented with their text. */
const blocks: readonly Block[] = pages.flatMap((page) => {
  const text = readFileSync(page, 'utf8');
  return [...text.matchAll(/^([ ]*)```([a-z]+)\n(.*?)^\1```$/gms)].map(
    ({ index, 1: indent = '', 2: language = '', 3: body = '' }): Block => ({
      page,
      line: text.slice(0, index).split('\n').length,
      language,
      text: body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  );
});

const inLanguage = (...languages: readonly string[]): readonly Block[] =>
  blocks.filter(({ language }) => languages.includes(language));

const documentsOf = ({ text }: Block): unknown[] =>
  parseAllDocuments(text).map((document): unknown => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    return isMap(document.contents) ? document.toJS() : null;
  });

const keysOf = (document: unknown): string[] =>
  typeof document === 'object' && document !== null ? Object.keys(document) : [];

const stackFile = stackFileSchema(systems);
const stackKeys = Object.keys(stackFile.shape);
const required = {
  apiVersion: 'k8s-deploy/v1',
  name: 'example',
  cluster: { identifier: 'example' },
  releases: { example: { chart: { ref: 'charts/example' }, namespace: 'example' } },
};

/** What is wrong with a document that looks like a stack file, a part of one, or a contract file. */
function issuesOf(document: unknown): unknown[] {
  const keys = keysOf(document);
  if (keys.includes('cases')) return contractFile.safeParse(document).error?.issues ?? [];
  const isStackFile = keys.length > 0 && keys.every((key) => stackKeys.includes(key)) && !isProject(keys);
  return isStackFile
    ? (stackFile.safeParse({ ...required, ...(document as object) }).error?.issues ?? [])
    : [];
}

/** Pulumi.yaml has a name as well. */
const isProject = (keys: readonly string[]): boolean => keys.length === 1 && keys[0] === 'name';

test.each(inLanguage('yaml'))(
  '$page:$line is YAML, and a stack or contract file if it looks like one',
  (block) => {
    expect(documentsOf(block).flatMap(issuesOf)).toEqual([]);
  },
);

test('a mistake in such a block is seen', () => {
  expect(issuesOf({ releases: { web: { chrt: {} } } })).not.toEqual([]);
  expect(issuesOf({ cases: { minimal: { valus: {} } } })).not.toEqual([]);
});

test.each(inLanguage('json'))('$page:$line is JSON', ({ text }) => {
  expect(() => JSON.parse(text) as unknown).not.toThrow();
});

test('there are blocks of all kinds', () => {
  const stackFiles = inLanguage('yaml')
    .flatMap(documentsOf)
    .filter((document) => keysOf(document).includes('releases'));
  expect(stackFiles.length).toBeGreaterThan(9);
  expect(inLanguage('console', 'sh').length).toBeGreaterThan(20);
});

const root = new Command('k8s-deploy');
const io = { terminal: {}, environment: {} } as unknown as Io; // nothing of it is asked before a command runs
for (const register of [checking, planning, changing, state, watching, local])
  register(root, io, () => undefined);

/** `k8s-deploy up --stack prod`, without the prompt, comments, and what it is piped to; lines that go on are joined. */
const commandLines = (text: string): string[] =>
  text
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .flatMap((line) => /^(?:\$ )?(?:[A-Z_]+=\S+ )*(?:npx )?k8s-deploy (.*)$/.exec(line.trim())?.[1] ?? [])
    .map((line) => line.replace(/\s+(#|\||>|&&).*$/, ''));

const used = inLanguage('console', 'sh').flatMap(({ page, line, text }) =>
  commandLines(text).map((command) => ({ page, line, command })),
);

test('commands are found', () => {
  expect(used.length).toBeGreaterThan(30);
});

test.each(used)('$page:$line: k8s-deploy $command', ({ command }) => {
  const [first = '', second = ''] = command.split(/\s+/);
  const found = root.commands.find((one) => one.name() === first || one.aliases().includes(first));
  expect(found, `there is no command ${first}`).toBeDefined();
  const inner = found?.commands.find((one) => one.name() === second);
  const known = [found, inner].flatMap(
    (one) => one?.options.flatMap(({ long, short }) => [long, short]) ?? [],
  );
  const options = [...command.matchAll(/(?<=\s)(-[A-Za-z]|--[a-z][a-z-]*)(?=[\s=]|$)/g)].map(
    ([option]) => option,
  );
  expect(options.filter((option) => option !== '--help' && !known.includes(option))).toEqual([]);
});
