import { globSync, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { contractFile } from '../../src/contract/suite/schema.ts';
import { knownRules } from '../../src/commands/known-rules.ts';

const pages = [...globSync('*.md'), ...globSync('{docs,toolchain,renderer}/**/*.md')].filter(
  (page) => !page.includes('node_modules'),
);

/** As GitHub makes them of headings. */
const anchorsOf = (page: string): string[] =>
  [...readFileSync(page, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

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
