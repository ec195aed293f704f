import type { RegistryAccess } from '../stack/desired.ts';
import type { LoadedStack } from '../stack/load.ts';
import { chartVerification } from './chart.ts';
import { secret } from './system.ts';

/** The `registries:` section of the stack file. */
export function registryAccess(loaded: LoadedStack): RegistryAccess[] {
  return Object.entries(loaded.document.registries).map(([prefix, options]) => {
    const { username, password, ca, plainHttp } = options;
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
      verify: chartVerification(options.verify, [...path, 'verify'], loaded),
    };
  });
}
