import type { RegistryAccess } from '../stack/desired.ts';
import type { LoadedStack } from '../stack/load.ts';
import { secret } from './system.ts';

/** The `registries:` section of the stack file. */
export function registryAccess(loaded: LoadedStack): RegistryAccess[] {
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
