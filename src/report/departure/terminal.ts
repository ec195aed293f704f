/** What goes and what stays when a stack is destroyed, for a person who is about to say yes. */
import { objectText, type ObjectId } from '../../kubernetes/object-id.ts';
import type { Departure, Leftover, Staying } from '../../plan/departure.ts';
import type { DesiredStack } from '../../stack/desired.ts';
import { marks } from '../marks.ts';
import type { Terminal } from '../terminal.ts';
import { reasonText } from './wording.ts';

type Styler = Pick<Terminal, 'style'>;

/** Longer lists of one kind are cut; `--json` has all. */
const listed = 20;

export function departureLines(
  { project, stack }: Pick<DesiredStack, 'project' | 'stack'>,
  { releases, backing, leftovers, stays, lost }: Departure,
  gaps: readonly string[],
  terminal: Styler,
): string[] {
  const isEmpty = releases.length + backing.length === 0;
  return [
    terminal.style('bold', `Destroys ${project}/${stack}`),
    ...(isEmpty ? ['', 'Nothing of it is in its state: there is nothing to remove.'] : []),
    ...section(
      'Goes',
      [
        ...releases.map(({ key, objects }) => `Release ${key}: ${kindsText(objects)}`),
        ...backing.map(objectText),
        ...leftovers.map(({ object, release, why }) => `${objectText(object)}: ${leftText(why, release)}`),
      ].map((text) => `  ${terminal.style('red', '-')} ${text}`),
    ),
    ...section(
      'Goes with its namespace, though it would stay otherwise',
      lost.map((each) => `  ${terminal.style('red', '-')} ${stayText(each)}`),
    ),
    ...section(
      'Stays',
      stays.map((each) => `  ${terminal.style('cyan', '=')} ${stayText(each)}`),
    ),
    ...section(
      'Not known',
      gaps.map((gap) => `  ${terminal.style('yellow', marks.warning)} ${gap}`),
    ),
  ];
}

/** What Helm left, and what became of it; `problem` is null if it is gone. */
export interface Removal extends Pick<Leftover, 'object' | 'release' | 'why'> {
  readonly problem: string | null;
}

export const removalLines = (removals: readonly Removal[], terminal: Styler): string[] =>
  removals
    .filter(({ problem }) => problem === null)
    .map(
      ({ object, release, why }) =>
        `  ${terminal.style('green', '✓')} ${objectText(object)} deleted: ${leftText(why, release)}`,
    );

const leftText = (why: Leftover['why'], release: string): string =>
  why === 'hook'
    ? `Helm leaves what hooks of ${release} made`
    : `an earlier revision of ${release} brought it, and Helm forgot it when an upgrade failed`;

const stayText = ({ object, reason, release }: Staying): string =>
  `${objectText(object)}${release === null ? '' : ` of ${release}`}: ${reasonText(reason)}`;

const section = (title: string, lines: readonly string[]): string[] => {
  if (lines.length === 0) return [];
  const rest = lines.length - listed;
  return ['', title, ...lines.slice(0, listed), ...(rest > 0 ? [`    … and ${rest} more`] : [])];
};

/** `Deployment ×2, Service` */
function kindsText(ids: readonly ObjectId[]): string {
  if (ids.length === 0) return 'no objects';
  const kinds = [...Map.groupBy(ids, ({ kind }) => kind)];
  return kinds.map(([kind, { length }]) => (length === 1 ? kind : `${kind} ×${length}`)).join(', ');
}
