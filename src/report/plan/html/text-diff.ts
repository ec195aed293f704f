/** Two sides of a text: next to each other, or one below the other where there is no room or the reader wants it so. */
import type { TextLine } from '../../../plan/plan.ts';
import { parted, type Parted } from './emphasis.ts';
import { html, type Markup } from './markup.ts';

export function textDiff(lines: readonly TextLine[]): Markup {
  return html`<div class="text">${runsOf(lines).map(runMarkup)}</div>`;
}

/** What was and what is; null where there is nothing. */
export function sides(before: string | null, after: string | null): Markup {
  return edit(before?.split('\n') ?? [], after?.split('\n') ?? []);
}

/** Lines that stay, or removed ones with those that come in their place. */
function runsOf(lines: readonly TextLine[]): TextLine[][] {
  const runs: TextLine[][] = [];
  for (const line of lines) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && goesOn(last, line)) run.push(line);
    else runs.push([line]);
  }
  return runs;
}

function goesOn(last: TextLine, { mark }: TextLine): boolean {
  if (mark === 'skipped' || last.mark === 'skipped') return false;
  if (mark === 'same' || last.mark === 'same') return mark === last.mark;
  return !(last.mark === 'added' && mark === 'removed');
}

function runMarkup(run: readonly TextLine[]): Markup {
  const of = (wanted: TextLine['mark']): string[] =>
    run.flatMap((line) => (line.mark !== 'skipped' && line.mark === wanted ? [line.text] : []));
  const skipped = run.reduce((sum, line) => sum + (line.mark === 'skipped' ? line.count : 0), 0);
  if (skipped > 0)
    return html`<p class="skipped">${skipped} unchanged ${skipped === 1 ? 'line' : 'lines'}</p>`;
  const same = of('same');
  if (same.length === 0) return edit(of('removed'), of('added'));
  const shown = same.map(lineMarkup);
  // Read and copied once, seen on both sides.
  return html`<div class="pair same">
    <div>${shown}</div>
    <div aria-hidden="true">${shown}</div>
  </div>`;
}

function edit(removed: readonly string[], added: readonly string[]): Markup {
  const pairs =
    removed.length === added.length ? removed.map((line, at) => parted(line, added[at] ?? '')) : [];
  const side = (lines: readonly string[], which: 0 | 1): Markup[] =>
    lines.map((line, at) => emphasised(line, pairs[at]?.[which] ?? null));
  const before = removed.length === 0 ? null : html`<del>${side(removed, 0)}</del>`;
  const after = added.length === 0 ? null : html`<ins>${side(added, 1)}</ins>`;
  return html`<div class="pair">${before}${after}</div>`;
}

const lineMarkup = (line: string): Markup => html`<span>${line}</span>`;

const emphasised = (line: string, part: Parted | null): Markup =>
  part === null || part.differs === ''
    ? lineMarkup(line)
    : html`<span>${part.start}<b>${part.differs}</b>${part.end}</span>`;
