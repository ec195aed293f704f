/** What a person at a terminal reads: what is missing, what is not known, how much is there. */
import type { Asker, Need } from '../../contract/needs/need.ts';
import { objectText } from '../../kubernetes/object-id.ts';
import { printable, withoutCommands } from '../check/printable.ts';
import { plural } from '../check/wording.ts';
import { severityMarks } from '../marks.ts';
import type { Terminal } from '../terminal.ts';
import { tallyOf, type Diagnosis } from './diagnosis.ts';

type Styler = Pick<Terminal, 'style'>;

/** More of those who need the same are counted, not listed. */
const listedAskers = 3;

/** `verbose`: also what is there, and everybody who needs something. */
export function diagnosisLines(
  found: Diagnosis,
  terminal: Styler,
  { verbose }: { readonly verbose: boolean },
): string[] {
  const { needs, gaps, cluster, stack } = found;
  const open = needs.filter(({ state }) => state !== 'ok');
  const there = needs.filter(({ state }) => state === 'ok');
  const version = cluster.kubeVersion === null ? '' : `, Kubernetes ${cluster.kubeVersion}`;
  return [
    `${terminal.style('bold', printable(stack))} on ${printable(cluster.identifier)}${version}`,
    '',
    ...open.flatMap((need) => needLines(need, terminal, verbose)),
    ...(verbose ? there.flatMap((need) => needLines(need, terminal, verbose)) : sums(there, terminal)),
    ...gaps.map((gap) => `  ${terminal.style('yellow', '? unknown')} ${indented(gap)}`),
    '',
    closing(found, terminal),
    ...(verbose || there.length === 0 ? [] : [terminal.style('dim', '--verbose lists all of them')]),
  ].map(withoutCommands);
}

function signOf({ state, severity }: Need, terminal: Styler): string {
  if (state === 'ok') return terminal.style('green', '✓ ok');
  if (state === 'unknown') return terminal.style('yellow', '? unknown');
  const { mark, style } = severityMarks[severity];
  return terminal.style(style, `${mark} missing`);
}

function needLines(need: Need, terminal: Styler, verbose: boolean): string[] {
  const { id, what, by, message, hint } = need;
  return [
    `  ${signOf(need, terminal)} ${terminal.style('bold', id)}  ${printable(what)}${terminal.style('dim', ` (${printable(askersText(by, verbose))})`)}`,
    `      ${indented(message)}`,
    ...(hint === null ? [] : [`      ${terminal.style('cyan', 'what to do:')} ${indented(hint)}`]),
  ];
}

function askersText(by: readonly Asker[], verbose: boolean): string {
  const texts = [...new Set(by.map(askerText))];
  const shown = verbose ? texts : texts.slice(0, listedAskers);
  const rest = texts.length - shown.length;
  return [...shown, ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}

const askerText = ({ release, object }: Asker): string =>
  [release ?? 'backing resource', ...(object === null ? [] : [objectText(object)])].join(': ');

/** `✓ ok right (12), storage-class`: what is there is not told one by one. */
function sums(there: readonly Need[], terminal: Styler): string[] {
  if (there.length === 0) return [];
  const kinds = [...Map.groupBy(there, ({ id }) => id)].map(([id, some]) =>
    some.length === 1 ? id : `${id} (${some.length})`,
  );
  return [`  ${terminal.style('green', '✓ ok')} ${kinds.join(', ')}`];
}

function closing({ needs, gaps }: Diagnosis, terminal: Styler): string {
  const { ok, missing, unknown } = tallyOf(needs);
  const text = `${plural(needs.length, 'need')}: ${ok} ok, ${missing} missing, ${unknown} unknown`;
  const isBad = needs.some(({ state, severity }) => state === 'missing' && severity === 'error');
  return terminal.style(isBad ? 'red' : missing + unknown + gaps.length > 0 ? 'yellow' : 'green', text);
}

const indented = (text: string): string => printable(text).trimEnd().split('\n').join('\n      ');
