/** How two texts of several lines differ, for people. */
import { createTwoFilesPatch, OMIT_HEADERS } from 'diff';

const shownLines = 60;
/** Texts with more differences than this take long to compare, and nobody reads on. */
const maximumEdits = 2000;

/** Unified, without headers; what is too long to read is counted. */
export function difference(before: string, after: string): string {
  const options = { context: 3, headerOptions: OMIT_HEADERS, maxEditLength: maximumEdits };
  const patch = createTwoFilesPatch('', '', before, after, '', '', options);
  if (patch === undefined) return '(nearly everything differs)';
  const lines = patch.trimEnd().split('\n');
  const more = lines.length - shownLines;
  return [...lines.slice(0, shownLines), ...(more > 0 ? [`… and ${more} more lines`] : [])].join('\n');
}
