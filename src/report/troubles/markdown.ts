/** Why releases failed, for a comment on the pull request and the summary of the job. */
import { objectText } from '../../kubernetes/object-id.ts';
import type { Trouble } from '../../triage/trouble.ts';
import type { Detail, Item, Part } from '../check/fitting.ts';
import { code, fenced, inert, inertHtml } from '../check/markdown-text.ts';
import { eventText, logTitle, placeText } from './wording.ts';

export interface TroubledRelease {
  readonly key: string;
  readonly troubles: readonly Trouble[];
}

/** One open section for each release that has any: object, cause and hint stand open, events and the log are folded below. */
export const troubleParts = (releases: readonly TroubledRelease[]): Part[] =>
  releases
    .filter(({ troubles }) => troubles.length > 0)
    .map(({ key, troubles }) => ({
      title: '',
      head: [`#### Why ${inert(key)} failed`, ''],
      items: troubles.map(itemOf),
      name: 'cause',
    }));

/** Right after the table of the releases; what the cluster says comes after all causes. */
const ranks = { trouble: 3, detail: 4 } as const;

function itemOf(trouble: Trouble): Item {
  const { cause, object, message, hint } = trouble;
  const place = placeText(trouble);
  return {
    rank: ranks.trouble,
    lines: [
      `- **${inert(objectText(object))}**${place === '' ? '' : ` ${inert(place)}`} (${code(cause)}): ${inert(message, longestMessage)}`,
      `  → ${inert(hint)}`,
    ],
    detail: detailOf(trouble),
  };
}

/** In characters. */
const longestMessage = 1000;

function detailOf({ object, events, log }: Trouble): Detail | null {
  if (events.length === 0 && log === null) return null;
  const texts = [...events.map(eventText), ...(log?.lines ?? [])];
  return {
    rank: ranks.detail,
    name: 'event list',
    size: texts.reduce((sum, text) => sum + text.length + 1, 0),
    lines: () => [
      `  <details><summary>${inertHtml(`What the cluster says of ${objectText(object)}`)}</summary>`,
      '',
      ...(events.length === 0 ? [] : indented(fenced('text', events.map(eventText)))),
      ...(log === null ? [] : ['', `  ${inert(logTitle(log))}`, '', ...indented(fenced('text', log.lines))]),
      '',
      '  </details>',
    ],
  };
}

/** It belongs to its item of the list. */
const indented = (lines: readonly string[]): string[] =>
  lines.map((line) => (line === '' ? '' : `  ${line}`));
