/** Text of others inside GitHub's Markdown: read as it is written, and nothing else. */
import { oneLine, visible, withoutCommands } from './printable.ts';

/** Of one cell of a table; the whole text is in the other reports. */
const shownCharacters = 500;

/**
 * On one line. Markdown's own characters and HTML are escaped; what GitHub finds in the finished text (names of people, numbers of issues,
 * addresses, emoji) is broken by a space of no width.
 */
export const inert = (text: string, most = shownCharacters): string =>
  unlinked(
    oneLine(text, most)
      .replaceAll(/[\\`*_{}[\]()#+\-!|~$]/g, '\\$&')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;'),
  );

/** The same for a line of HTML, such as the title of a fold, in which GitHub reads no Markdown. */
export const inertHtml = (text: string, most = shownCharacters): string =>
  unlinked(
    oneLine(text, most)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;'),
  );

const unlinked = (text: string): string =>
  text
    .replaceAll('@', '@\u200B')
    .replaceAll('#', '#\u200B')
    .replaceAll('://', ':\u200B//')
    .replaceAll(/:(?=(?:100|1234|(?!\d+:)(?:\\?[\w+-])+):)/g, ':\u200B')
    .replaceAll(/\b(www)\./gi, '$1\u200B.')
    .replaceAll(/\b(GH)(?=\\?-)/gi, '$1\u200B');

/** A code span in a cell of a table: a bar would end the cell, and readers differ about one behind a backslash. */
export const code = (text: string, most = shownCharacters): string =>
  inlineCode(text, most).replaceAll('\\|', '\\\u200B|').replaceAll('|', '\\|');

/** A code span outside of tables: GitHub looks for nothing in it. */
export function inlineCode(text: string, most = shownCharacters): string {
  const line = withoutComments(oneLine(text, most));
  if (line === '') return '';
  const fence = '`'.repeat(longestRun(line) + 1);
  const space = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

/** A block of code; no line of it can end the block, and none is a command to a runner. `language` is ours. */
export function fenced(language: string, lines: readonly string[]): string[] {
  // At once, since there may be many.
  const inside = withoutComments(withoutCommands(visible(lines.join('\n')))).split('\n');
  const longest = inside.reduce((most, line) => Math.max(most, longestRun(line)), 0);
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return [`${fence}${language}`, ...inside, fence];
}

/** Our marker is a comment of HTML, and code is searched for it as prose is. */
const withoutComments = (text: string): string => text.replaceAll('<!--', '<\u200B!--');

function longestRun(text: string): number {
  if (!text.includes('`')) return 0;
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
