/** Writes action.yml and the tables of docs/action.md from the inputs and outputs in src/github/action/; with --check, fails if one differs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { actionInputs, type ActionInput } from '../src/github/action/inputs.ts';
import { actionOutputs } from '../src/github/action/step-outputs.ts';
import { generated } from './generated.ts';

const page = 'docs/action.md';

export function actionYaml(): string {
  const inputs = actionInputs.map(({ name, description, default: usual }) => [
    name,
    { description, required: name === 'command', ...(name === 'command' ? {} : { default: usual }) },
  ]);
  const outputs = Object.entries(actionOutputs).map(([name, description]) => [name, { description }]);
  const action = {
    name: 'k8s-deploy',
    description:
      'Keep Helm releases running on Kubernetes: one stack file, checked, previewed in the pull request, and applied by Pulumi as it was reviewed',
    author: 'k8s-deploy',
    branding: { icon: 'anchor', color: 'blue' },
    inputs: Object.fromEntries(inputs) as Record<string, unknown>,
    outputs: Object.fromEntries(outputs) as Record<string, unknown>,
    runs: { using: 'node24', main: 'dist/main.js', post: 'dist/post.js', 'post-if': 'always()' },
  };
  return `# Written by scripts/action-yml.ts from src/github/action/inputs.ts.\n${stringify(action, { lineWidth: 0, singleQuote: true })}`;
}

/** The page with its tables as they have to be. */
export function withTables(text: string): string {
  const inputs = [
    row(['Input', 'Default', 'For', 'What it is']),
    row(['---', '---', '---', '---']),
    ...actionInputs.map((input) =>
      row([`\`${input.name}\``, usual(input), commandsText(input), cell(input.description)]),
    ),
  ];
  const outputs = [
    row(['Output', 'What it is']),
    row(['---', '---']),
    ...Object.entries(actionOutputs).map(([name, description]) => row([`\`${name}\``, cell(description)])),
  ];
  return between(between(text, 'inputs', inputs), 'outputs', outputs);
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('*', '\\*');

const usual = ({ default: value }: ActionInput): string => (value === '' ? '' : `\`${value}\``);

const commandsText = ({ commands }: ActionInput): string =>
  commands === 'all' || commands.length > 8 ? 'all' : commands.join(', ');

function between(text: string, name: string, lines: readonly string[]): string {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const [head, rest] = text.split(start);
  const tail = rest?.split(end)[1];
  if (head === undefined || tail === undefined) throw new Error(`${page} has no ${start} … ${end}`);
  return `${head}${start}\n<!-- prettier-ignore-start -->\n\n${lines.join('\n')}\n\n<!-- prettier-ignore-end -->\n${end}${tail}`;
}

if (import.meta.main) {
  const remedy = 'differs from src/github/action/; run node scripts/action-yml.ts';
  generated('action.yml', actionYaml(), remedy);
  generated(page, withTables(readFileSync(join(import.meta.dirname, '..', page), 'utf8')), remedy);
}
