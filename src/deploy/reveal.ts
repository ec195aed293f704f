/** The plain text of a secret that is needed before Pulumi runs: a registry password. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SecretValue } from '../stack/desired.ts';
import { Failure } from '../stack/failure.ts';
import { describeSource, type LearnSecret, readSecretFile, transformed } from '../stack/secrets.ts';
import { quietEnvironment } from './quiet-environment.ts';
import { findTools } from './tools.ts';

export interface RevealContext {
  readonly directory: string;
  readonly stack: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly learn: LearnSecret;
}

/** Throws a `Failure` that names the place and the source, never the text. */
export async function reveal(secret: SecretValue, context: RevealContext): Promise<string> {
  try {
    const from = describeSource(secret.source);
    const plain = await plainText(secret, context);
    context.learn(plain, from);
    const text = transformed(plain, secret.transforms);
    context.learn(text, from);
    return text;
  } catch (error) {
    throw new Failure(
      'configuration',
      `${secret.path.join('.')}: ${describeSource(secret.source)} cannot be read`,
      {
        hint: 'set it, or check PULUMI_CONFIG_PASSPHRASE if it is a config key',
        cause: error,
      },
    );
  }
}

async function plainText(
  { source }: SecretValue,
  { directory, stack, environment }: RevealContext,
): Promise<string> {
  if (!('fromConfig' in source)) {
    const text =
      'fromEnv' in source ? environment[source.fromEnv] : readSecretFile(join(directory, source.fromFile));
    if (text === undefined) throw new Error('not set');
    return text;
  }
  const { pulumi, path } = await findTools(environment);
  const { stdout } = await promisify(execFile)(
    pulumi,
    ['config', 'get', source.fromConfig, '--stack', stack, '--non-interactive'],
    {
      cwd: directory,
      env: { ...quietEnvironment(environment), PATH: path, PULUMI_SKIP_UPDATE_CHECK: 'true' },
    },
  );
  return stdout.replace(/\n$/, '');
}
