import type { SecretValue } from '../stack/desired.ts';
import type { LoadedStack } from '../stack/load.ts';
import { secret } from './system.ts';

/** How a registry, or a part of it, is signed in to. `prefix` is `HOST` or `HOST/PATH`. */
export interface RegistryEntry {
  readonly prefix: string;
  readonly username: SecretValue | string | null;
  readonly password: SecretValue | null;
  readonly plainHttp: boolean;
  readonly ca: string | null;
}

/** The `registries:` section of the stack file. */
export function registryAccess(loaded: LoadedStack): RegistryEntry[] {
  return Object.entries(loaded.document.registries).map(([prefix, { username, password, ca, plainHttp }]) => {
    const path = ['registries', prefix];
    return {
      prefix,
      username:
        username === undefined || typeof username === 'string'
          ? (username ?? null)
          : secret(username, [...path, 'username']),
      password: password === undefined ? null : secret(password, [...path, 'password']),
      plainHttp,
      ca: ca === undefined ? null : loaded.text(ca, [...path, 'ca']),
    };
  });
}
