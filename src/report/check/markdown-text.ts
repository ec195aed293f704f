/** Text of others inside GitHub's Markdown: read as it is written, and nothing else. */
import { oneLine } from './printable.ts';

/** Of one cell of a table; the whole text is in the other reports. */
const shownCharacters = 500;

/**
 * On one line. Markdown's own characters and HTML are escaped; what GitHub finds in the finished text (names of people, numbers of issues,
 * addresses) is broken by a space of no width.
 */
export const inert = (text: string): string =>
  oneLine(text, shownCharacters)
    .replaceAll(/[\\`*_{}[\]()#+\-!|~$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@\u200B')
    .replaceAll('\\#', '\\#\u200B')
    .replaceAll('://', ':\u200B//')
    .replaceAll(/\b(www)\./gi, '$1\u200B.')
    .replaceAll(/\b(GH)\\-/gi, '$1\u200B\\-');

/** A code span in a cell: GitHub looks for nothing in it, but a bar ends the cell. */
export function code(text: string): string {
  const line = oneLine(text, shownCharacters).replaceAll('|', '\\|');
  if (line === '') return '';
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}
