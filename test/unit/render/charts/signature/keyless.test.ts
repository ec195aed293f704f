import { beforeAll, describe, expect, it } from 'vitest';
import type { ChartVerification } from '../../../../../src/stack/desired.ts';
import { pull, temporaryFolder } from '../stage.ts';
import {
  payloadOf,
  signMessage,
  signSimply,
  signStatement,
  statementOf,
  type SimpleSignature,
} from './forms.ts';
import { acme, newKey, openSigstore, pemOfCertificate, type Signing, type Sigstore } from './sigstore.ts';
import {
  byIdentity,
  byPattern,
  digest,
  foreignDigest,
  manifest,
  pulled,
  refusal,
  registryWith,
  signedChart,
  type Signatures,
} from './subject.ts';

let sigstore: Sigstore;
let foreign: Sigstore;

beforeAll(async () => {
  [sigstore, foreign] = await Promise.all([openSigstore(), openSigstore()]);
});

const simple = async (signing?: Signing): Promise<Signatures> => ({
  simple: [await signSimply(sigstore, payloadOf(digest), signing)],
});
const statement = async (signing?: Signing): Promise<Signatures> => ({
  bundles: [await signStatement(sigstore, statementOf(digest), signing)],
});
const message = async (signing?: Signing): Promise<Signatures> => ({
  bundles: [await signMessage(sigstore, manifest, signing)],
});
const forms = { simple, statement, message };

describe('a chart is accepted', () => {
  it.each(Object.entries(forms))('with a signature in the form %s', async (_, make) => {
    await expect(pulled(await make(), byIdentity(sigstore))).resolves.toMatchObject({
      name: 'web',
      signedBy: acme.identity,
    });
  });

  it.each(Object.entries(forms))('with a timestamp besides the log, in the form %s', async (_, make) => {
    await expect(pulled(await make({ timestamped: true }), byIdentity(sigstore))).resolves.toMatchObject({
      signedBy: acme.identity,
    });
  });

  it('by an identity that a pattern means', async () => {
    const pattern = String.raw`^https://github\.com/acme/charts/\.github/workflows/release\.yml@refs/(heads/main|tags/v.*)$`;
    await expect(pulled(await statement(), byPattern(sigstore, pattern))).resolves.toMatchObject({
      signedBy: acme.identity,
    });
  });

  it('by a registry that says itself what refers to the chart, without a request for its tag', async () => {
    const registry = await registryWith(await statement(), true);
    await pull(signedChart(registry.host, byIdentity(sigstore)), { directory: await temporaryFolder() });
    expect(registry.asked).toContain(`GET /v2/team/web/referrers/${digest}`);
    expect(registry.asked).not.toContain(`GET /v2/team/web/manifests/${digest.replace(':', '-')}`);
  });

  it('if one of several signatures is the right one, in whichever form', async () => {
    const others = { identity: 'somebody@example.com', issuer: 'https://accounts.example.com' };
    const signatures = { ...(await simple(others)), ...(await statement()) };
    await expect(pulled(signatures, byIdentity(sigstore))).resolves.toMatchObject({
      signedBy: acme.identity,
    });
  });
});

/** Row 14. What is like the right one, and is not. */
const strangers: readonly (readonly [string, Signing])[] = [
  ['another identity', { identity: 'https://github.com/mallory/x/.github/workflows/a.yml@refs/heads/main' }],
  ['a prefix that looks alike', { identity: acme.identity.replace('/acme/', '/acme-evil/') }],
  ['what goes on after the identity', { identity: `${acme.identity}-2` }],
  ['what begins before the identity', { identity: `https://example.com/?${acme.identity}` }],
  ['another branch', { identity: acme.identity.replace('heads/main', 'pull/7/merge') }],
  ['another letter case', { identity: acme.identity.replace('acme', 'ACME') }],
  ['another issuer', { issuer: 'https://accounts.example.com' }],
  ['an issuer that looks alike', { issuer: `${acme.issuer}.example.com` }],
  ['an issuer with a slash more', { issuer: `${acme.issuer}/` }],
];

describe('a chart that somebody else has signed is refused by name, and not as invalid:', () => {
  it.each(strangers)('%s', async (_, signing) => {
    const exact = byIdentity(sigstore);
    const like = byPattern(sigstore, String.raw`^https://github\.com/acme/charts/\S+@refs/heads/main$`);
    const wanted: ChartVerification[] =
      signing.identity?.startsWith('https://github.com/acme/charts') === true ? [exact] : [exact, like];
    for (const verify of wanted) {
      const failure = await refusal(await statement(signing), verify);
      expect(failure.code).toBe('findings');
      expect(failure.message).toContain(
        `it is signed by ${signing.identity ?? acme.identity} (vouched for by ${signing.issuer ?? acme.issuer}), not by `,
      );
      expect(failure.message).not.toContain('does not hold');
    }
  });

  it('who signed, who should have, and what to do are in the message', async () => {
    const failure = await refusal(await simple({ identity: 'me@example.com' }), byIdentity(sigstore));
    expect(failure.message).toMatch(
      /^releases\.web\.chart: cannot use oci\+http:\/\/[\d.:]+\/team\/web 1\.0\.0: it is signed by me@example\.com \(vouched for by https:\/\/token\.actions\.githubusercontent\.com\), not by https:\/\/github\.com\/acme\/charts\/\.github\/workflows\/release\.yml@refs\/heads\/main \(vouched for by https:\/\/token\.actions\.githubusercontent\.com\)\. If that signer is right, correct `verify`; if not, do not use this chart\.$/,
    );
  });

  it('a key', async () => {
    const failure = await refusal(await statement({ key: newKey() }), byIdentity(sigstore));
    expect(failure.code).toBe('findings');
    expect(failure.message).toContain('it is signed by a key, which no identity stands behind, not by');
  });

  it('a name that would move the cursor or end the line is shown harmless', async () => {
    const identity = 'https://evil.example.com/\u001B[2J\n::error::x';
    const failure = await refusal(await simple({ identity }), byIdentity(sigstore));
    expect(failure.code).toBe('findings');
    expect(failure.message).toMatch(/^\P{Cc}*$/u);
  });
});

const first = ({ simple: signatures }: Signatures): SimpleSignature => {
  const [signature] = signatures ?? [];
  if (signature === undefined) throw new Error('there is none');
  return signature;
};
/** The only signature, spoilt. */
const spoilt = async (spoil: (signature: SimpleSignature) => void | Promise<void>): Promise<Signatures> => {
  const signature = first(await simple());
  await spoil(signature);
  return { simple: [signature] };
};
const logEntry = 'dev.sigstore.cosign/bundle';
const spoiltEntry = (from: RegExp, to: string): Promise<Signatures> =>
  spoilt((signature) => {
    const entry = signature.annotations[logEntry] ?? '';
    signature.annotations[logEntry] = entry.replace(from, to);
    expect(signature.annotations[logEntry]).not.toBe(entry);
  });
const minutes = (count: number): Date => new Date(Date.now() + count * 60_000);

const broken: readonly (readonly [string, () => Promise<Signatures>, string])[] = [
  [
    'of another chart',
    async () => ({ simple: [await signSimply(sigstore, payloadOf(foreignDigest))] }),
    `it was made for something else, ${foreignDigest}`,
  ],
  [
    'of another chart, stated',
    async () => ({ bundles: [await signStatement(sigstore, statementOf(foreignDigest))] }),
    `it was made for something else, ${foreignDigest}`,
  ],
  [
    'of another manifest',
    async () => ({ bundles: [await signMessage(sigstore, Buffer.from('{}'))] }),
    'it was made for something else',
  ],
  [
    'of another type',
    async () => ({ simple: [await signSimply(sigstore, payloadOf(digest, 'atomic container signature'))] }),
    'what it signs is not the signature of an image or chart',
  ],
  [
    'with a payload that was changed',
    () =>
      spoilt((signature) => {
        signature.payload = Buffer.from(`${signature.payload.toString()} `);
      }),
    'TLOG_BODY_ERROR',
  ],
  [
    'with another signature than the log has',
    () =>
      spoilt(async (signature) => {
        signature.annotations['dev.cosignproject.cosign/signature'] =
          first(await simple()).annotations['dev.cosignproject.cosign/signature'] ?? '';
      }),
    'TLOG_BODY_ERROR',
  ],
  [
    'with the certificate of somebody else',
    () =>
      spoilt(async (signature) => {
        signature.annotations['dev.sigstore.cosign/certificate'] =
          first(await simple()).annotations['dev.sigstore.cosign/certificate'] ?? '';
      }),
    'SIGNATURE_ERROR',
  ],
  [
    'by another authority',
    async () => ({ bundles: [await signStatement(foreign, statementOf(digest))] }),
    'CERTIFICATE_ERROR',
  ],
  [
    'without a receipt of the certificate log',
    () => statement({ withoutReceipt: true }),
    'expected 1 SCTs, got 0',
  ],
  ['that no log has', () => simple({ logged: null }), 'nothing that is trusted says when it was made'],
  [
    'that only a timestamp has',
    () => statement({ logged: null, timestamped: true }),
    'expected 1 tlog entries, got 0',
  ],
  [
    'made after its certificate had ended',
    () => simple({ certified: minutes(-30) }),
    'was not valid when it was made',
  ],
  [
    'made before its certificate began',
    () => simple({ logged: minutes(-30) }),
    'was not valid when it was made',
  ],
  [
    'whose time was changed',
    () => spoiltEntry(/"integratedTime":\d+/, `"integratedTime":${Math.floor(minutes(1).getTime() / 1000)}`),
    'TLOG_INCLUSION_PROMISE_ERROR',
  ],
  [
    'whose log entry is of an unknown log',
    () => spoiltEntry(/"logID":"[0-9a-f]{8}/, '"logID":"00000000'),
    'TLOG_INCLUSION_PROMISE_ERROR',
  ],
  [
    'without a certificate that can be read',
    () =>
      spoilt((signature) => {
        signature.annotations['dev.sigstore.cosign/certificate'] = 'x';
      }),
    'its annotations are not those of cosign',
  ],
  [
    'without a signature',
    () =>
      spoilt((signature) => {
        delete signature.annotations['dev.cosignproject.cosign/signature'];
      }),
    'it is incomplete, or no Sigstore bundle',
  ],
  [
    'that is nothing of the kind',
    () => Promise.resolve({ bundles: [{ mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json' }] }),
    'it is incomplete, or no Sigstore bundle',
  ],
  [
    'of both kinds at once',
    async () => ({
      bundles: [
        {
          ...(await signStatement(sigstore, statementOf(digest))),
          ...(await signMessage(sigstore, manifest)),
        },
      ],
    }),
    'it is of two kinds at once',
  ],
];

describe('a chart is refused with a signature', () => {
  it.each(broken)('%s', async (_, make, why) => {
    const failure = await refusal(await make(), byIdentity(sigstore));
    expect(failure.code).toBe('failed');
    expect(failure.message).toContain('a signature does not hold: ');
    expect(failure.message).toContain(why);
  });

  it('of somebody else that does not hold either: that it does not hold is what counts', async () => {
    const failure = await refusal(
      await statement({ identity: 'me@example.com', logged: null, timestamped: true }),
      byIdentity(sigstore),
    );
    expect(failure.code).toBe('failed');
  });
});

describe('a chart without a signature', () => {
  it('is refused, with the command that signs it', async () => {
    const failure = await refusal({}, byIdentity(sigstore));
    expect(failure.code).toBe('findings');
    expect(failure.message).toMatch(
      new RegExp(
        String.raw`: it has no signature\. Take a version that is signed, or sign this one: \`cosign sign [\d.:]+/team/web@${digest}\`\.$`,
      ),
    );
  });

  it('has none by an attestation, whoever made it', async () => {
    const provenance = await signStatement(sigstore, statementOf(digest, 'https://slsa.dev/provenance/v1'));
    const failure = await refusal({ bundles: [provenance] }, byIdentity(sigstore));
    expect(failure.code).toBe('findings');
    expect(failure.message).toContain(
      'it has no signature; attestations are none (https://slsa.dev/provenance/v1).',
    );
  });

  it('is not asked about where nobody asks for one', async () => {
    const registry = await registryWith({});
    const chart = { ...signedChart(registry.host, byIdentity(sigstore)), verify: null };
    await expect(pull(chart, { directory: await temporaryFolder() })).resolves.toMatchObject({
      signedBy: null,
    });
    expect(registry.asked).toHaveLength(2);
  });
});

it('certificates are written as cosign writes them', () => {
  expect(pemOfCertificate(Buffer.alloc(50))).toMatch(/^-----BEGIN CERTIFICATE-----\n(.{64}\n)*.+\n-----END/);
});
