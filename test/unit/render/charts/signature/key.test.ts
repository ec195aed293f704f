import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ChartVerification } from '../../../../../src/stack/desired.ts';
import { payloadOf, signMessage, signSimply, signStatement, statementOf } from './forms.ts';
import { acme, newKey, openSigstore, pemOf, type KeyPair, type Signing, type Sigstore } from './sigstore.ts';
import { byKey, digest, foreignDigest, manifest, pulled, refusal, type Signatures } from './subject.ts';

let sigstore: Sigstore;
const key: KeyPair = newKey();

beforeAll(async () => {
  sigstore = await openSigstore();
});

const simple = async (signing: Signing): Promise<Signatures> => ({
  simple: [await signSimply(sigstore, payloadOf(digest), signing)],
});
const statement = async (signing: Signing): Promise<Signatures> => ({
  bundles: [await signStatement(sigstore, statementOf(digest), signing)],
});
const message = async (signing: Signing): Promise<Signatures> => ({
  bundles: [await signMessage(sigstore, manifest, signing)],
});
const forms = Object.entries({ simple, statement, message });

describe('a chart that a key must have signed', () => {
  it.each(forms)('is accepted with it and an entry in the log, in the form %s', async (_, make) => {
    await expect(pulled(await make({ key }), byKey(key, sigstore))).resolves.toMatchObject({
      signedBy: 'the key of `verify`',
    });
  });

  it.each(forms)('is accepted with it alone where no log is asked for, in the form %s', async (_, make) => {
    await expect(pulled(await make({ key, logged: null }), byKey(key))).resolves.toMatchObject({
      signedBy: 'the key of `verify`',
    });
  });

  it.each(forms)('is refused without an entry in the log, in the form %s', async (_, make) => {
    const failure = await refusal(await make({ key, logged: null }), byKey(key, sigstore));
    expect(failure.code).toBe('failed');
    expect(failure.message).toContain('the transparency log does not have it as it is (TLOG_ERROR');
  });

  it.each(forms)('is refused with the entry of an unknown log, in the form %s', async (_, make) => {
    const failure = await refusal(await make({ key }), byKey(key, await openSigstore()));
    expect(failure.code).toBe('failed');
    expect(failure.message).toContain('the transparency log does not have it as it is');
  });

  it.each(forms)('is refused with another key, in the form %s', async (_, make) => {
    for (const verify of [byKey(key), byKey(key, sigstore)]) {
      const failure = await refusal(await make({ key: newKey() }), verify);
      expect(failure.code).toBe('findings');
      expect(failure.message).toContain(
        'it is signed by another key, or it was changed since, not by the key of `verify.publicKey`.',
      );
    }
  });

  it.each(forms)('is refused with an identity, which is named, in the form %s', async (_, make) => {
    const failure = await refusal(await make({}), byKey(key));
    expect(failure.code).toBe('findings');
    expect(failure.message).toContain(
      `it is signed by an identity, ${acme.identity}, as it says, not by the key of \`verify.publicKey\`.`,
    );
  });

  it('is refused with the signature of another chart by the same key', async () => {
    const signature = await signSimply(sigstore, payloadOf(foreignDigest), { key });
    const failure = await refusal({ simple: [signature] }, byKey(key));
    expect(failure).toMatchObject({ code: 'failed' });
    expect(failure.message).toContain(`it was made for something else, ${foreignDigest}`);
  });

  it('may have signed it with RSA', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    await expect(pulled(await statement({ key: rsa, logged: null }), byKey(rsa))).resolves.toMatchObject({
      name: 'web',
    });
  });
});

const unusable: readonly (readonly [string, string])[] = [
  ['something else', 'cosign.pub'],
  ['nothing', ''],
  ['a private key', newKey().privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
  [
    'of a kind that signs otherwise',
    generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  ],
  ['cut off', pemOf(newKey()).slice(0, 60)],
];

it.each(unusable)('a public key that is %s is a fault of the stack file', async (_, pem) => {
  const verify: ChartVerification = { ...byKey(key), signer: { kind: 'key', pem } };
  const failure = await refusal(await statement({ key }), verify);
  expect(failure.code).toBe('configuration');
  expect(failure.message).toContain(
    '`verify.publicKey` is not the PEM public key of an ECDSA or RSA key. Give the file `cosign.pub`',
  );
  expect(failure.message).not.toContain('BEGIN');
});

it.each(['', '{}', '[]', 'x', '{"tlogs":[{}]}'])('%j is no trusted root', async (trustedRoot) => {
  const failure = await refusal(await statement({ key }), { ...byKey(key, sigstore), trustedRoot });
  expect(failure.code).toBe('configuration');
  expect(failure.message).toContain('`verify.trustedRoot` is not the trusted_root.json of a Sigstore.');
});
