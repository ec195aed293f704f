/** Signatures by the real cosign, made once and kept: of a key, and of an identity that a Sigstore on loopback vouched for. */
import { describe, expect, it } from 'vitest';
import type { ChartVerification } from '../../../../../src/stack/desired.ts';
import { failureOf, pull, reference, serve, temporaryFolder } from '../stage.ts';
import { recording } from './recorded.ts';
import { holding } from './shelf.ts';
import { acme, newKey, openSigstore, pemOf } from './sigstore.ts';

const versions = ['cosign-2.6.5', 'cosign-3.1.3'];

describe.each(versions)('a chart signed by %s', (name) => {
  const { publicKey, trustedRoot, tag, uploads } = recording(name);
  const byKey = (pem: string): ChartVerification => ({
    signer: { kind: 'key', pem },
    transparencyLog: false,
    trustedRoot: null,
  });
  const byIdentity = (root: string, more: Partial<typeof acme> = {}): ChartVerification => ({
    signer: { kind: 'identity', ...acme, ...more },
    transparencyLog: true,
    trustedRoot: root,
  });
  const attempt = async (verify: ChartVerification) => {
    const { host } = await serve(holding(() => uploads));
    const chart = reference(`oci+http://${host}/team/web`, { version: tag, verify });
    return await pull(chart, { directory: await temporaryFolder() });
  };

  it('is accepted by the key, and by the identity', async () => {
    await expect(attempt(byKey(publicKey))).resolves.toMatchObject({ signedBy: 'the key of `verify`' });
    if (trustedRoot === null) return;
    await expect(attempt(byIdentity(trustedRoot))).resolves.toMatchObject({ signedBy: acme.identity });
  });

  it('is refused by another key, another identity and another Sigstore', async () => {
    expect(await failureOf(attempt(byKey(pemOf(newKey()))))).toMatchObject({ code: 'findings' });
    if (trustedRoot === null) return;
    const other = await failureOf(
      attempt(byIdentity(trustedRoot, { identity: `${acme.identity}x` as typeof acme.identity })),
    );
    expect(other.code).toBe('findings');
    for (const by of ['a key, which no identity stands behind', `${acme.identity} (vouched for by`]) {
      expect(other.message).toContain(by);
    }
    const { trustedRoot: foreign } = await openSigstore();
    expect((await failureOf(attempt(byIdentity(foreign)))).message).toContain('CERTIFICATE_ERROR');
  });
});
