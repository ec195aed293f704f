/** GitHub's workflow commands that show findings at their lines. */
import type { CheckResult } from '../../contract/finding.ts';
import type { Severity } from '../../systems/rule.ts';
import { visible } from './printable.ts';
import { placeText, plural, severities, type Found } from './wording.ts';

/** GitHub shows no more of one severity in one step. */
const mostOfOne = 10;

/** GitHub cuts longer ones itself, in the middle of anything. */
const shownCharacters = 4_000;

/** Lines for stdout of a step. What is too much for GitHub is counted in the last one of its severity. */
export function checkAnnotations({ findings }: CheckResult): string[] {
  const open = findings.filter(({ waiver }) => waiver === null);
  return severities.flatMap((severity) => {
    const all = open.filter((finding) => finding.severity === severity);
    if (all.length <= mostOfOne) return all.map(annotation);
    const shown = all.slice(0, mostOfOne - 1);
    const rest = plural(all.length - shown.length, `more ${severity}`);
    return [...shown.map(annotation), command(severity, {}, `${rest}: see the summary of this job`)];
  });
}

function annotation(finding: Found): string {
  const { severity, rule, message, hint, source } = finding;
  const place = placeText(finding);
  const text = [message, ...(hint === null || hint === '' ? [] : [`What to do: ${hint}`])].join('\n');
  return command(
    severity,
    {
      ...(source !== null && { file: source.file, line: source.line, col: source.column }),
      title: place === null ? rule : `${rule} ${place}`,
    },
    text,
  );
}

function command(
  severity: Severity,
  properties: Readonly<Record<string, string | number>>,
  text: string,
): string {
  const given = Object.entries(properties).map(([name, value]) => `${name}=${propertyText(String(value))}`);
  const cut = text.length > shownCharacters ? `${text.slice(0, shownCharacters).toWellFormed()}…` : text;
  return `::${severity}${given.length === 0 ? '' : ` ${given.join(',')}`}::${data(cut)}`;
}

/** The runner reads one line; it turns these back. */
const data = (text: string): string =>
  visible(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const propertyText = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
