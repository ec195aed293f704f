/** The inputs of the step, taken out of the environment, so that no program inherits them; with the places that they name. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ActionInputs } from '../github/action/inputs.ts';
import { readInputs, requireNoProblems } from '../github/action/read-inputs.ts';
import { insideWorkspace } from '../github/action/workspace.ts';

export interface StepInputs {
  readonly inputs: ActionInputs;
  /** The stack directory: absolute, without links. */
  readonly directory: string;
}

/** The inputs alone; the environment is left without them. */
export function takeInputs(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const taken = Object.fromEntries(Object.entries(environment).filter(([name]) => name.startsWith('INPUT_')));
  for (const name of Object.keys(taken)) Reflect.deleteProperty(environment, name);
  return taken;
}

/** Throws one `Failure` (configuration) with every problem. */
export function stepInputs(given: NodeJS.ProcessEnv, workspace: string): StepInputs {
  const { inputs, problems } = readInputs(given);
  const found = insideWorkspace(inputs['work-dir'] ?? '.', workspace);
  const directory = 'path' in found ? found.path : workspace;
  requireNoProblems([
    ...problems,
    ...('problem' in found ? [`work-dir: ${found.problem}`] : []),
    ...inputs.contracts.flatMap((path) => {
      // As `check` looks for them: in the workspace, else in the stack directory.
      const seenFrom = existsSync(resolve(workspace, path)) ? workspace : directory;
      const contract = insideWorkspace(resolve(seenFrom, path), workspace);
      return 'problem' in contract ? [`contracts: ${contract.problem}`] : [];
    }),
  ]);
  return { inputs, directory };
}
