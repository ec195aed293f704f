import { describe, expect, it } from 'vitest';
import { parseChallenges } from '../../../../src/render/charts/challenge.ts';

describe('WWW-Authenticate', () => {
  it.each([
    // ghcr.io, recorded
    [
      'Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="repository:a/b:pull"',
      [
        {
          scheme: 'bearer',
          parameters: { realm: 'https://ghcr.io/token', service: 'ghcr.io', scope: 'repository:a/b:pull' },
        },
      ],
    ],
    // distribution with htpasswd
    ['Basic realm="Registry Realm"', [{ scheme: 'basic', parameters: { realm: 'Registry Realm' } }]],
    // Azure Container Registry offers both
    [
      'Bearer realm="https://r/oauth2/token",service="r", Basic realm="Azure \\"Registry\\""',
      [
        { scheme: 'bearer', parameters: { realm: 'https://r/oauth2/token', service: 'r' } },
        { scheme: 'basic', parameters: { realm: 'Azure "Registry"' } },
      ],
    ],
    [
      'BEARER Realm = https://r/t , SERVICE=s',
      [{ scheme: 'bearer', parameters: { realm: 'https://r/t', service: 's' } }],
    ],
    ['Negotiate', [{ scheme: 'negotiate', parameters: {} }]],
    ['Bearer scope="a,b"', [{ scheme: 'bearer', parameters: { scope: 'a,b' } }]],
    ['', []],
    ['"nonsense', []],
    [
      'Bearer realm="never closed',
      [
        { scheme: 'bearer', parameters: {} },
        { scheme: 'realm', parameters: {} },
      ],
    ],
  ])('%s', (header, expected) => {
    expect(parseChallenges(header)).toEqual(expected);
  });
});
