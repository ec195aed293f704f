/** Reads Markdown as far as reports use it, strictly: what is code, what is prose, and whether all that was opened is closed. */

export interface Read {
  /** Lines outside of code, with code spans taken out. */
  readonly prose: readonly string[];
  /** The blocks of code, as they are shown. */
  readonly blocks: readonly { readonly language: string; readonly lines: readonly string[] }[];
  /** Folds that are open at the end, or were closed without being opened. */
  readonly openFolds: number;
  readonly openFence: boolean;
}

export function readMarkdown(text: string): Read {
  const prose: string[] = [];
  const blocks: { language: string; lines: string[] }[] = [];
  let fence: string | null = null;
  let depth = 0;
  let broken = 0;
  for (const line of text.split('\n')) {
    if (fence !== null) {
      // CommonMark: at least as long, at most three spaces before it, nothing behind it.
      const [, closing = ''] = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line) ?? [];
      if (closing.startsWith(fence)) fence = null;
      else blocks.at(-1)?.lines.push(line);
      continue;
    }
    const [, opening, language = ''] = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})(.*)$/.exec(line) ?? [];
    if (opening !== undefined) {
      fence = opening;
      blocks.push({ language, lines: [] });
      continue;
    }
    // In a line of HTML nothing is Markdown.
    const outside = line.startsWith('<') ? line : withoutSpans(line);
    depth += outside.split('<details>').length - outside.split('</details>').length;
    if (depth < 0) broken += 1;
    prose.push(outside);
  }
  return { prose, blocks, openFolds: depth + broken, openFence: fence !== null };
}

/** A code span ends at the next run of as many backticks; a backslash escapes one outside of it. */
function withoutSpans(line: string): string {
  let outside = '';
  for (let at = 0; at < line.length;) {
    const run = /^`+/.exec(line.slice(at))?.[0];
    if (run === undefined) {
      const step = line[at] === '\\' ? 2 : 1;
      outside += line.slice(at, at + step);
      at += step;
      continue;
    }
    const rest = line.slice(at + run.length);
    const end = [...rest.matchAll(/`+/g)].find(([closing]) => closing.length === run.length);
    if (end === undefined) outside += run;
    else outside += '§';
    at += run.length + (end === undefined ? 0 : end.index + run.length);
  }
  return outside;
}
