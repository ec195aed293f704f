/** Opens the stack's secrets inside the Pulumi program, where the configuration is decrypted. */
import { readFileSync } from 'node:fs';
import * as pulumi from '@pulumi/pulumi';
import type { SecretSource, SecretValue } from '../src/stack/desired.ts';
import { Failure } from '../src/stack/failure.ts';
import { describeSource, shapeProblem, transformed } from '../src/stack/secrets.ts';

export type SecretText = (value: SecretValue) => pulumi.Output<string>;

/**
 * Reads every secret once and checks its form, so that all that is missing or malformed is reported together and before
 * the first resource is declared. The working directory is the stack directory.
 */
export function openSecrets(values: readonly SecretValue[]): SecretText {
  const problems: string[] = [];
  const texts = new Map<string, string>();
  for (const value of values) {
    const problem = open(value, texts);
    if (problem !== null)
      problems.push(`${value.path.join('.')}: ${describeSource(value.source)} ${problem}`);
  }
  if (problems.length > 0) {
    throw new Failure('configuration', [...new Set(problems)].join('\n'), {
      hint: 'set a config key with `pulumi config set --secret KEY`, export a variable, or add the file',
    });
  }
  return (value) => {
    const text = texts.get(keyOf(value));
    if (text === undefined) throw new Error(`the secret at ${value.path.join('.')} was not opened`);
    return pulumi.secret(text);
  };
}

/** The text of one secret that is needed before a resource is declared: a registry password. */
export function readSecret(value: SecretValue): string {
  const texts = new Map<string, string>();
  const problem = open(value, texts);
  if (problem === null) return texts.get(keyOf(value)) ?? '';
  throw new Failure('configuration', `${value.path.join('.')}: ${describeSource(value.source)} ${problem}`);
}

function open(value: SecretValue, texts: Map<string, string>): string | null {
  const plain = read(value.source);
  if (plain === undefined) return 'is not set';
  const problem = shapeProblem(value.shape, plain);
  if (problem !== null) return problem;
  try {
    texts.set(keyOf(value), transformed(plain, value.transforms));
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : 'could not be read';
  }
}

const keyOf = (value: SecretValue): string => JSON.stringify([value.source, value.transforms]);

function read(source: SecretSource): string | undefined {
  if ('fromEnv' in source) return process.env[source.fromEnv];
  if ('fromFile' in source) return readIfThere(source.fromFile);
  const [namespace, key] = source.fromConfig.includes(':')
    ? source.fromConfig.split(':', 2)
    : [undefined, source.fromConfig];
  return new pulumi.Config(namespace).get(key ?? '');
}

function readIfThere(path: string): string | undefined {
  try {
    // A trailing line break is an artefact of editors and `echo`; PEM readers do not need it either.
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch {
    return undefined;
  }
}
