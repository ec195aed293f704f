/** Writes docs/rule-reference.md from what the rules say of themselves; with --check, fails if it differs. */
import { type KnownRule, knownRules } from '../src/commands/known-rules.ts';
import ruleExamples from '../src/commands/rule-examples.json' with { type: 'json' };
import type { RuleExample } from '../src/report/check/explain.ts';
import { generated } from './generated.ts';

/** When the rules of a source are asked. Those that are not here are of a system. */
const asked: Readonly<Record<string, string>> = {
  'the gate itself':
    'About cases, rules, snapshots, waivers and coverage. `case/…`, `snapshot/…` and `waiver/…` cannot be waived.',
  'the plan':
    'Of `preview` and `up`, on what the cluster has and what was applied last. They cannot be waived.',
  'the leader': 'Of `check --leader URL`, on releases with `system: logstream-worker-group`.',
  'chart lint':
    'About charts that are folders: those that the stack file, a contract or the command line names.',
  'helm-unittest suites':
    'Of `check`, about the suites beside charts that are folders. They cannot be waived. With `--compat`, only those that helm-unittest has too.',
  'pack kubernetes': 'On for every render, unless a contract says `without: [kubernetes]`.',
  'pack references': 'On for every render, unless a contract says `without: [references]`.',
  'pack values': 'On for every render, unless a contract says `without: [values]`.',
  'pack hardening': 'Off, until a contract says `packs: [hardening]`.',
};

const opening = `<!-- Written by scripts/rule-reference.ts from the rules themselves: change the rule, then run it. -->
# Every rule

What \`k8s-deploy explain RULE\` says, for all of them: what must hold, why, and an example of a fault with what is found and what to do; most examples are out of our tests. An id stands in each finding, in waivers and in reports.
\`error\`: it would not work, or not as meant. \`warning\`: it works, and will hurt. \`notice\`: good to know. A rule may give a single finding another severity than its own.`;

const onForSystem = (pack: string): string =>
  `On for releases with \`system: ${pack}\`; for a chart by itself, with \`packs: [${pack}]\` in its contract.`;

function reference(rules: readonly KnownRule[]): string {
  const groups = Map.groupBy(rules, ({ source }) => source);
  const contents = [...groups].map(
    ([source, { length }]) => `- [${capital(source)}](#${source.replaceAll(' ', '-')}): ${length}`,
  );
  const sections = [...groups].map(([source, group]) => {
    const note = asked[source] ?? onForSystem(source.replace('pack ', ''));
    return [`## ${capital(source)}`, note, ...group.map(entry)].join('\n\n');
  });
  return `${[opening, contents.join('\n'), ...sections].join('\n\n')}\n`;
}

const entry = ({ id, severity, title, why }: KnownRule): string =>
  [`### ${id}\n**${plain(title)}** · ${severity}`, plain(why), ...exampleOf(id)].join('\n\n');

const examples: Readonly<Record<string, RuleExample>> = ruleExamples;

function exampleOf(id: string): string[] {
  const example = examples[id];
  if (example === undefined) return [];
  const { given, found, mend } = example;
  return [
    ...(given === null ? [] : [`\`\`\`yml\n${given.trimEnd()}\n\`\`\``]),
    `- Found: ${oneLine(found)}\n- What to do: ${oneLine(mend)}`,
  ];
}

const oneLine = (text: string): string => plain(text.replaceAll('\n', ' '));

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What Markdown would read as markup, but for code between backticks. */
const plain = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(/[\\*_<>[\]|$]/g, String.raw`\$&`)))
    .join('');

generated(
  'docs/rule-reference.md',
  reference([...knownRules().values()]),
  'differs from the rules; run node scripts/rule-reference.ts',
);
