/** Opens the stack's secrets inside the Pulumi program, where the configuration is decrypted. */
import * as pulumi from '@pulumi/pulumi';
import type { SecretSource, SecretValue } from '../src/stack/desired.ts';
import { type LearnSecret, openSecrets, readSecretFile } from '../src/stack/secrets.ts';

export type SecretText = (value: SecretValue) => pulumi.Output<string>;

/**
 * Reads every secret once and checks its form, so that all that is missing or malformed is reported together and before
 * the first resource is declared. The working directory is the stack directory.
 */
export function secretTexts(values: readonly SecretValue[], learn?: LearnSecret): SecretText {
  const texts = openSecrets(values, read, learn);
  return (value) => {
    const text = texts.get(value);
    if (text === undefined) throw new Error(`the secret at ${value.path.join('.')} was not opened`);
    return pulumi.secret(text);
  };
}

/** The text of one secret that is needed before a resource is declared: a registry password. */
export const readSecret = (value: SecretValue): string => openSecrets([value], read).get(value) ?? '';

function read(source: SecretSource): string | undefined {
  if ('fromEnv' in source) return process.env[source.fromEnv];
  if ('fromFile' in source) return readSecretFile(source.fromFile);
  const [namespace, key] = source.fromConfig.includes(':')
    ? source.fromConfig.split(':', 2)
    : [undefined, source.fromConfig];
  return new pulumi.Config(namespace).get(key ?? '');
}
