/** An example ready to be deployed to the local plane, its secrets in place. */
import { copyExample, type StackCopy } from './stack-copy.ts';
import { type ExampleSecrets, exampleSecrets } from './example-secrets.ts';
import { operatorEnvironment, putAwsSecrets, testPlane } from './plane-environment.ts';

export interface OpenExample extends StackCopy {
  readonly secrets: ExampleSecrets;
}

export async function openExample(
  name: string,
  options: { entry?: string; environment?: NodeJS.ProcessEnv } = {},
): Promise<OpenExample> {
  const plane = testPlane();
  const secrets = exampleSecrets();
  const environment = {
    ...(await operatorEnvironment(plane)),
    ...secrets.environment,
    ...options.environment,
  };
  const copy = copyExample(name, environment, options.entry);
  if (name === 'data-platform') {
    await putAwsSecrets(plane, 'eu-west-1', secrets.aws);
    await setConfig(copy, secrets.config);
  }
  return { ...copy, secrets };
}

/** `pulumi config set-all --secret`, as an operator would do it once. */
export async function setConfig(
  copy: Pick<StackCopy, 'pulumi'>,
  config: Readonly<Record<string, string>>,
): Promise<void> {
  await must(copy.pulumi(['stack', 'init', 'dev']));
  const entries = Object.entries(config).flatMap(([key, text]) => ['--secret', `${key}=${text}`]);
  await must(copy.pulumi(['config', 'set-all', '--stack', 'dev', ...entries]));
}

/** The result of a command that has to succeed. */
export async function must<Result extends { exitCode: number; stdout: string; stderr: string }>(
  running: Promise<Result>,
): Promise<Result> {
  const result = await running;
  if (result.exitCode !== 0)
    throw new Error(`exit code ${result.exitCode}\n${result.stdout}\n${result.stderr}`);
  return result;
}
