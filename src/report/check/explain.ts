/** What `k8s-deploy explain RULE` prints. */
import { Failure } from '../../stack/failure.ts';
import { suggestion } from '../../stack/nearest.ts';
import { quoted } from '../../stack/problem.ts';
import type { Severity } from '../../systems/rule.ts';
import type { Terminal } from '../terminal.ts';
import { printable } from './printable.ts';

export interface ExplainedRule {
  readonly title: string;
  readonly why: string;
  readonly severity: Severity;
  /** `pack hardening`, `contracts/leoflow.yaml:12`. */
  readonly source: string;
}

/** A fault that the rule finds. */
export interface RuleExample {
  /** What is faulty, as YAML, with as much around it as says where it is; null if nothing can be shown. */
  readonly given: string | null;
  readonly found: string;
  readonly mend: string;
}

const columns = 100;

/** Throws a `Failure` (configuration) with the nearest id if there is no such rule; ids are found in any case of letters. */
export function explainLines(
  id: string,
  rules: ReadonlyMap<string, ExplainedRule>,
  examples: Readonly<Record<string, RuleExample>>,
  terminal: Pick<Terminal, 'style'>,
): string[] {
  const name = rules.has(id)
    ? id
    : ([...rules.keys()].find((one) => one.toLowerCase() === id.toLowerCase()) ?? id);
  const rule = rules.get(name);
  if (rule === undefined) {
    throw new Failure('configuration', `there is no rule ${quoted(id)}${suggestion(id, rules.keys())}`, {
      hint: 'rules are named in every finding; `k8s-deploy explain` without a name lists all',
    });
  }
  return [
    `${terminal.style('bold', printable(name))}  ${printable(rule.title)}`,
    terminal.style('dim', `${rule.severity}, from ${printable(rule.source)}`),
    '',
    ...wrapped(printable(rule.why)),
    ...exampleLines(examples[name], terminal),
  ];
}

function exampleLines(example: RuleExample | undefined, { style }: Pick<Terminal, 'style'>): string[] {
  if (example === undefined) return [];
  const { given, found, mend } = example;
  const shown = given === null ? [] : given.trimEnd().split('\n');
  return [
    '',
    style('dim', 'For example'),
    ...shown.map((line) => `  ${printable(line)}`),
    ...(shown.length > 0 ? [''] : []),
    ...wrapped(`Found: ${printable(found)}`),
    ...wrapped(`What to do: ${printable(mend)}`),
  ];
}

/** Lines of at most `columns` characters, words kept whole. */
const wrapped = (text: string): string[] =>
  text
    .trimEnd()
    .split('\n')
    .flatMap((paragraph) => {
      const lines = [''];
      for (const word of paragraph.trim().split(/\s+/)) {
        const line = lines.at(-1) ?? '';
        if (line !== '' && line.length + 1 + word.length > columns) lines.push(word);
        else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
      }
      return lines;
    });
