/** Secrets as data: which ones a stack asks for, the form each must have, and the steps from source to use. */
import { readFileSync } from 'node:fs';
import type { DesiredStack, SecretShape, SecretSource, SecretTransform, SecretValue } from './desired.ts';
import { Failure } from './failure.ts';
import { isSecretInValue } from './values.ts';

/** How a secret source is written in messages. It names the place, never the content. */
export function describeSource(source: SecretSource): string {
  if ('fromConfig' in source) return `config key "${source.fromConfig}"`;
  if ('fromEnv' in source) return `environment variable ${source.fromEnv}`;
  return `file ${source.fromFile}`;
}

/** Every secret that the stack's resources need when Pulumi runs, in the order of their declaration. */
export function secretsOf(stack: Pick<DesiredStack, 'backing' | 'releases'>): SecretValue[] {
  const found: SecretValue[] = [];
  for (const backing of stack.backing) {
    if (backing.kind !== 'secret') continue;
    for (const entry of Object.values(backing.data)) if (typeof entry !== 'string') found.push(entry);
  }
  const visit = (value: unknown): void => {
    if (isSecretInValue(value)) found.push(value.$secret);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  for (const release of stack.releases) visit(release.values);
  return found;
}

/** What is wrong with the form of a secret's plain text, or `null`. The text itself is never part of the answer. */
export function shapeProblem(shape: SecretShape, plain: string): string | null {
  if (plain === '') return 'is empty';
  switch (shape) {
    case 'text':
      return null;
    case 'aes256-key':
      return isAes256Key(plain)
        ? null
        : 'is not a 256-bit key: expected 32 bytes, 64 hexadecimal digits, or the base64 of 32 bytes';
    case 'postgres-url':
      return hasScheme(plain, ['postgres', 'postgresql']) ? null : 'is not a postgres:// URL';
    case 'redis-url':
      return hasScheme(plain, ['redis', 'rediss']) ? null : 'is not a redis:// or rediss:// URL';
    case 'pem-certificate':
      return /-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/.test(plain)
        ? null
        : 'is not a PEM certificate';
    case 'pem-private-key':
      return /-----BEGIN ([A-Z]+ )?PRIVATE KEY-----[\s\S]+-----END ([A-Z]+ )?PRIVATE KEY-----/.test(plain)
        ? null
        : 'is not a PEM private key';
  }
}

function isAes256Key(plain: string): boolean {
  if (/^[0-9a-fA-F]{64}$/.test(plain)) return true;
  if (/^[A-Za-z0-9+/]{43}=$/.test(plain)) return true;
  return Buffer.byteLength(plain) === 32;
}

function hasScheme(text: string, schemes: readonly string[]): boolean {
  return schemes.some((scheme) => text.startsWith(`${scheme}://`)) && URL.canParse(text);
}

/** The text that a system reads. Throws an `Error` that names the step, without the text, if a step does not apply. */
export function transformed(plain: string, transforms: readonly SecretTransform[]): string {
  return transforms.reduce(applyTransform, plain);
}

/** Plain text of a source; `undefined` if it is not set. Files are relative to the working directory, the stack directory. */
export type ReadSource = (source: SecretSource) => string | undefined;

export function readSecretFile(path: string): string | undefined {
  try {
    // A trailing line break is an artefact of editors and `echo`; PEM readers do not need it either.
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch {
    return undefined;
  }
}

/** Is told of every secret that is opened, before it is used; `from` names its source. */
export type LearnSecret = (secret: string, from: string) => void;

/**
 * The texts that the systems will read, by secret. Throws one `Failure` that names every secret that is missing or has
 * not the form that it must have.
 */
export function openSecrets(
  values: readonly SecretValue[],
  read: ReadSource,
  learn: LearnSecret = () => undefined,
): ReadonlyMap<SecretValue, string> {
  const texts = new Map<SecretValue, string>();
  const problems = new Set<string>();
  for (const value of values) {
    const problem = open(value, { read, learn, texts });
    if (problem !== null) problems.add(`${value.path.join('.')}: ${describeSource(value.source)} ${problem}`);
  }
  if (problems.size === 0) return texts;
  throw new Failure('configuration', [...problems].join('\n'), {
    hint: 'set a config key with `pulumi config set --secret KEY`, export a variable, or add the file',
  });
}

interface Opening {
  readonly read: ReadSource;
  readonly learn: LearnSecret;
  readonly texts: Map<SecretValue, string>;
}

function open(value: SecretValue, { read, learn, texts }: Opening): string | null {
  const plain = read(value.source);
  if (plain === undefined) return 'is not set';
  learn(plain, describeSource(value.source));
  const problem = shapeProblem(value.shape, plain);
  if (problem !== null) return problem;
  try {
    const text = transformed(plain, value.transforms);
    learn(text, describeSource(value.source));
    texts.set(value, text);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : 'could not be read';
  }
}

function applyTransform(text: string, step: SecretTransform): string {
  switch (step.kind) {
    case 'urlEncode':
      return encodeURIComponent(text);
    case 'wrap':
      return `${step.before}${text}${step.after}`;
    case 'scheme': {
      const from = step.from.find((scheme) => text.startsWith(`${scheme}://`));
      if (from === undefined) throw new Error(`is not a ${step.from.map((s) => `${s}://`).join(' or ')} URL`);
      return `${step.to}${text.slice(from.length)}`;
    }
    case 'query': {
      // Only the part behind "?" is rewritten: a URL class would re-encode user names and passwords.
      const [base = '', query = ''] = split(text, '?');
      const parameters = new URLSearchParams(query);
      for (const [name, value] of Object.entries(step.set)) parameters.set(name, value);
      return `${base}?${parameters.toString().replaceAll('%2F', '/')}`;
    }
  }
}

function split(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
