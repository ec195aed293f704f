/** The plain text of a secret that is needed before Pulumi runs: a registry password. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SecretValue } from '../stack/desired.ts';
import { Failure } from '../stack/failure.ts';
import { describeSource, readSecretFile, transformed } from '../stack/secrets.ts';
import { findTools } from './tools.ts';

export interface RevealContext {
  readonly directory: string;
  readonly stack: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Throws a `Failure` that names the place and the source, never the text. */
export async function reveal(secret: SecretValue, context: RevealContext): Promise<string> {
  try {
    return transformed(await plainText(secret, context), secret.transforms);
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
    { cwd: directory, env: { ...environment, PATH: path, PULUMI_SKIP_UPDATE_CHECK: 'true' } },
  );
  return stdout.replace(/\n$/, '');
}
