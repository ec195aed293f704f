/** What stands at the end of every page: the digest, what to run next, and where more can be read. */
import type { Plan } from '../../../plan/plan.ts';
import type { PageLimit } from '../../check/fitting.ts';
import { inlineCode } from '../../check/markdown-text.ts';
import { oneLine } from '../../check/printable.ts';

export interface Places {
  /** Of the run on GitHub, which has the summary; null outside. */
  readonly runUrl: string | null;
  /** Of the file with the whole report; null if there is none. */
  readonly reportPath: string | null;
}

export interface PageOptions extends Places {
  /** Options of the preview that its `up` needs as well: `--target`, `web`. Default none. */
  readonly manner?: readonly string[];
  /** From `leastLimit`. What is put around the page, such as a marker, is not part of it. */
  readonly limit: PageLimit;
}

const shownPath = 200;
/** Longer ones are not what anybody could run. */
const longestCommand = 600;

export function closingLines(plan: Plan, places: Places & Pick<PageOptions, 'manner'>): string[] {
  const next = nextStep(plan, places.manner ?? []);
  return ['', `Digest: ${inlineCode(plan.digest, 100)}`, '', `Next: ${next}`, ...runLines(places)];
}

export const runLines = ({ runUrl }: Pick<Places, 'runUrl'>): string[] => {
  const address = link(runUrl);
  return address === null ? [] : ['', `[Run that made this](${address})`];
};

/** Where everything can be read, if the page has not room for it. */
export function wholeText({ runUrl, reportPath }: Places): string {
  const address = link(runUrl);
  const places = [
    ...(address === null ? [] : [`in the [summary of the run](${address})`]),
    ...(reportPath === null ? [] : [`in the file ${inlineCode(reportPath, shownPath)}`]),
  ];
  return places.length === 0
    ? 'The report in JSON has all.'
    : `The whole report is ${places.join(', and ')}.`;
}

function nextStep(plan: Plan, manner: readonly string[]): string {
  const command = (verb: string, ...options: readonly string[]): string =>
    commandText([verb, ...place(plan), ...options]);
  if (plan.verdict.outcome === 'refused')
    return `solve what is refused, then ${command('preview')} once more.`;
  if (plan.tier === 'offline')
    return `${command('preview')} where the cluster can be reached shows what will really change there.`;
  if (plan.verdict.outcome === 'no-changes') return 'nothing has to be done.';
  return `${command('up', ...manner, '--expect-digest', plan.digest)} does this, and nothing else.`;
}

const place = ({ stack, directory }: Plan): string[] => [
  '--stack',
  stack,
  ...(directory === '.' ? [] : ['--cwd', directory]),
];

function commandText(words: readonly string[]): string {
  const text = ['k8s-deploy', ...words.map(shellWord)].join(' ');
  const [verb = ''] = words;
  return text.length > longestCommand || oneLine(text, longestCommand) !== text
    ? inlineCode(`k8s-deploy ${verb}`)
    : inlineCode(text);
}

/** As a POSIX shell reads it back. */
const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** Only what is an address of the web, with nothing in it that ends a link in Markdown. */
function link(address: string | null): string | null {
  if (address === null || address.length > 500 || !URL.canParse(address)) return null;
  const { protocol, href } = new URL(address);
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  return href.replaceAll(
    /[^\w:/?#&=%.~-]/g,
    (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
