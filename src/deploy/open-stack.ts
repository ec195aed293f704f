/** A stack opened for the Automation API: `declare()` as its program in this process, and a Pulumi under our control. */
import { LocalWorkspace, type Stack } from '@pulumi/pulumi/automation/index.js';
import { type ChartPaths, declare, type Imports } from '../../pulumi/declare.ts';
import type { DesiredStack } from '../stack/desired.ts';
import type { LearnSecret } from '../stack/secrets.ts';
import type { Backend } from './backend.ts';
import type { Project } from './project.ts';
import { pulumiCommand, type PulumiProgram } from './pulumi-command.ts';
import { findTools } from './tools.ts';

/** By which Pulumi's provider takes fields of its own objects back from other field managers, instead of ending with a conflict. */
export const patchForce = 'PULUMI_K8S_ENABLE_PATCH_FORCE';

interface StackPlace extends Pick<PulumiProgram, 'interruption'> {
  readonly directory: string; // stack directory; also the working directory of the process
  readonly stack: DesiredStack;
  readonly environment: NodeJS.ProcessEnv;
  readonly learn: LearnSecret;
  readonly project: Project;
  readonly backend: Backend;
}

interface Opening extends Pick<PulumiProgram, 'silence' | 'onStart'> {
  readonly charts: ChartPaths;
  readonly settled: ReadonlySet<string>;
  readonly imports: Imports;
}

/** `onThrow` learns what the program threw: the engine would report it as prose with a stack trace. */
export async function openStack(
  { directory, stack, environment, learn, project, backend, interruption }: StackPlace,
  { charts, settled, imports, ...control }: Opening,
  onThrow: (error: unknown) => void,
): Promise<Stack> {
  const tools = await findTools(environment);
  const program = async (): Promise<Record<string, unknown>> => {
    try {
      return declare(stack, charts, learn, settled, imports);
    } catch (error) {
      onThrow(error);
      throw error;
    }
  };
  const { pulumi: command, version, path } = tools;
  return await LocalWorkspace.selectStack(
    { stackName: stack.stack, projectName: stack.project, program },
    {
      workDir: directory,
      pulumiCommand: pulumiCommand({ command, version, path, interruption, ...control }),
      envVars: environmentOf(stack, backend, environment),
      ...(project.secretsProvider === null ? {} : { secretsProvider: project.secretsProvider }),
    },
  );
}

function environmentOf(
  { cluster: { kubeconfig } }: DesiredStack,
  backend: Backend,
  environment: NodeJS.ProcessEnv,
): Record<string, string> {
  const force = environment[patchForce];
  return {
    ...(force === undefined ? {} : { [patchForce]: force }),
    PULUMI_BACKEND_URL: backend.url,
    ...(kubeconfig === null ? {} : { KUBECONFIG: kubeconfig }),
  };
}
