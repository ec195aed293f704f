/** A step that uses our action: its inputs, read by the action's own parser, and what it does by them. */
import { type ActionCommand, actionInputs } from '../../src/github/action/inputs.ts';
import { readInputs, variableOf } from '../../src/github/action/read-inputs.ts';
import { ownAction } from './pins.ts';
import type { Step } from './workflow.ts';

export const isOurs = ({ uses }: Step): boolean => uses === './' || (uses !== null && ownAction.test(uses));

/** In the place of a whole expression, for inputs that take only some texts. */
const samples: Readonly<Record<string, string>> = {
  'backend-url': 'https://state.example.com',
  'expect-digest': `sha256:${'0'.repeat(64)}`,
  'tools-mirror': 'https://mirror.example.com',
};

/** What is wrong with the inputs. An expression counts as a text that fits; `command` must be plain, since everything else depends on it. */
export function inputProblems(step: Step): readonly string[] {
  const command = step.with.get('command') ?? '';
  if (command.includes('${{')) return ['command: write it out, so that a reader sees what the step may do'];
  const environment = Object.fromEntries(
    [...step.with].map(([name, value]) => [variableOf(name), withoutExpressions(name, value)]),
  );
  return readInputs(environment).problems;
}

function withoutExpressions(name: string, value: string): string {
  const sample = /^\s*\$\{\{[^}]*\}\}\s*$/.test(value) ? samples[name] : undefined;
  return sample ?? value.replaceAll(/\$\{\{.*?\}\}/gs, '1');
}

export const commandOf = (step: Step): ActionCommand => step.with.get('command') as ActionCommand;

/** As it is given, or by default. */
export const inputOf = (step: Step, name: string): string =>
  step.with.get(name) ?? actionInputs.find((input) => input.name === name)?.default ?? '';

/** Whether it may change the cluster. */
export function applies(step: Step): boolean {
  const command = commandOf(step);
  if (command === 'drift') return inputOf(step, 'heal') !== 'false';
  return ['up', 'destroy', 'recover', 'comment'].includes(command);
}
