/** Whose credentials are shown to a host: the stack file's, the caller's registries, then the registry config files. */
import type { RegistryAccess, SecretValue } from '../../stack/desired.ts';
import { ChartProblem } from './problem.ts';
import { configuredCredential } from './registry-config.ts';

/** `source` says in messages where it is from; it never holds the credential itself. */
export type Credential =
  | {
      readonly kind: 'password';
      readonly username: string;
      readonly password: string;
      readonly source: string;
    }
  | { readonly kind: 'identity-token'; readonly token: string; readonly source: string };

export interface CredentialLookup {
  readonly credential: Credential | null;
  /** Why a place that names the host gave nothing; told when the host then denies access. */
  readonly notes: readonly string[];
}

/** What the stack file gives for one chart; meant for the host of its reference and no other. */
export interface OwnCredential {
  readonly host: string;
  readonly username: SecretValue | string | null;
  readonly password: SecretValue | null;
}

export interface CredentialSources {
  readonly own: OwnCredential | null;
  readonly registries: readonly RegistryAccess[];
  readonly reveal: (secret: SecretValue) => Promise<string>;
  readonly signal: AbortSignal;
}

/** `address` is HOST/PATH. The nearest one first. */
export const registriesFor = (address: string, registries: readonly RegistryAccess[]): RegistryAccess[] =>
  registries
    .filter(({ prefix }) => address === prefix || address.startsWith(`${prefix}/`))
    .toSorted((a, b) => b.prefix.length - a.prefix.length);

export const registryFor = (address: string, registries: readonly RegistryAccess[]): RegistryAccess | null =>
  registriesFor(address, registries)[0] ?? null;

/** The credential that was written down for this very place, without looking into config files. */
export async function namedCredential(
  address: string,
  { own, registries, reveal }: CredentialSources,
): Promise<Credential | null> {
  const entry = registryFor(address, registries);
  const named = [
    ...(own?.host === hostOf(address) ? [{ ...own, source: '`chart` in the stack file' }] : []),
    ...(entry === null ? [] : [{ ...entry, source: `\`registries.${entry.prefix}\` in the stack file` }]),
  ].find(({ username, password }) => username !== null || password !== null);
  if (named === undefined) return null;
  const { username, password, source } = named;
  if (username === null || password === null) {
    throw new ChartProblem(
      'configuration',
      `${source} gives ${username === null ? 'a password without `username`' : 'a user name without `password`'}`,
      'Give both, or neither',
    );
  }
  const name = typeof username === 'string' ? username : await reveal(username);
  return { kind: 'password', username: name, password: await reveal(password), source };
}

export async function findCredential(address: string, sources: CredentialSources): Promise<CredentialLookup> {
  const named = await namedCredential(address, sources);
  if (named !== null) return { credential: named, notes: [] };
  return await configuredCredential(hostOf(address), sources.signal);
}

const hostOf = (address: string): string => address.split('/', 1)[0] ?? '';
