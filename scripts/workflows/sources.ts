/** Every text of the repository that a reader may take for a workflow: files, and blocks of pages. */
import { globSync, readFileSync } from 'node:fs';
import type { Source } from './workflow.ts';

export const ownWorkflows = '.github/workflows/*.{yml,yaml}';
export const exampleWorkflows = 'examples/workflows/*.{yml,yaml}';
const pages = ['*.md', 'docs/**/*.md', 'examples/**/*.md'];

export const workflowFiles = (pattern: string): Source[] =>
  globSync(pattern)
    .toSorted()
    .map((file) => ({ origin: file, line: 1, text: readFileSync(file, 'utf8') }));

/** Blocks ```yaml of pages that have `uses:` or `jobs:` in them. What they hold may be anything else: contracts, values. */
export const workflowBlocks = (): Source[] =>
  globSync(pages)
    .filter((page) => !page.includes('node_modules'))
    .toSorted()
    .flatMap((page) => blocksOf(page, readFileSync(page, 'utf8')));

export function blocksOf(page: string, text: string): Source[] {
  const blocks = text.matchAll(/^([ \t]*)```ya?ml[^\n]*\n(.*?)^[ \t]*```[ \t]*$/gms);
  return [...blocks].flatMap(({ 1: indent = '', 2: block = '', index }) => {
    if (!/^\s*(?:- )?(?:uses|jobs|steps|run):/m.test(block)) return [];
    const line = text.slice(0, index).split('\n').length + 1;
    const flush = block.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
    return [{ origin: page, line, text: flush }];
  });
}
