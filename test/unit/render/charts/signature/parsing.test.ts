/** What lies in a registry is anybody's: parsers take everything, and let nothing through that does not name the chart. */
import {
  assert,
  constant,
  constantFrom,
  dictionary,
  json,
  oneof,
  property,
  string,
  stringMatching,
  uint8Array,
  webUrl,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bundledSignature } from '../../../../../src/render/charts/signature/bundled.ts';
import { judge, isWanted } from '../../../../../src/render/charts/signature/judge.ts';
import { payloadFault, simpleSignature } from '../../../../../src/render/charts/signature/simple-signing.ts';
import { ownTrust } from '../../../../../src/render/charts/signature/trusted-root.ts';
import { shown } from '../../../../../src/render/charts/signature/wording.ts';
import { payloadOf, statementOf } from './forms.ts';
import { acme, openSigstore } from './sigstore.ts';

const digests = stringMatching(/^sha256:[0-9a-f]{64}$/);
const bytes = oneof(
  uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
  json().map((text) => Buffer.from(text)),
);
const annotated = dictionary(
  constantFrom(
    'dev.cosignproject.cosign/signature',
    'dev.sigstore.cosign/certificate',
    'dev.sigstore.cosign/bundle',
    'dev.sigstore.cosign/rfc3161timestamp',
  ),
  oneof(string(), json(), constant('{"Payload":{"body":"e30="}}')),
);

describe('a payload', () => {
  it('has no fault for the manifest that it names, and one for every other', () => {
    assert(
      property(digests, digests, (named, other) => {
        const payload = payloadOf(named);
        expect(payloadFault(payload, named)).toBeNull();
        expect(payloadFault(payload, other) === null).toBe(named === other);
      }),
    );
  });

  it('of any other form has a fault', () => {
    assert(
      property(bytes, digests, (payload, digest) => {
        expect(payloadFault(payload, digest)).not.toBeNull();
      }),
    );
  });
});

describe('a statement', () => {
  const enveloped = (statement: unknown, payloadType = 'application/vnd.in-toto+json'): Buffer =>
    Buffer.from(
      JSON.stringify({
        dsseEnvelope: {
          payloadType,
          payload: Buffer.from(JSON.stringify(statement)).toString('base64'),
        },
      }),
    );
  const faultsOf = (bundle: Buffer, digest: string) =>
    bundledSignature(bundle, Buffer.from('{}'), digest).candidates.map(({ fault }) => fault);

  it('has no fault for the manifest that it names, and one for every other', () => {
    assert(
      property(digests, digests, (named, other) => {
        expect(faultsOf(enveloped(statementOf(named)), named)).toEqual([null]);
        const [fault] = faultsOf(enveloped(statementOf(named)), other);
        expect(fault === null).toBe(named === other);
      }),
    );
  });

  it('of another type, or in an envelope of another type, is none', () => {
    const digest = `sha256:${'0'.repeat(64)}`;
    expect(faultsOf(enveloped({ ...statementOf(digest), _type: 'x' }), digest)).toEqual([
      'what it signs is not an in-toto statement',
    ]);
    expect(faultsOf(enveloped(statementOf(digest), 'text/plain'), digest)).toEqual([
      'what it signs is not an in-toto statement',
    ]);
    expect(faultsOf(enveloped({ ...statementOf(digest), subject: null }), digest)).toEqual([
      'it does not say what it was made for',
    ]);
  });
});

describe('anything else', () => {
  it('is judged, never accepted and never a crash', async () => {
    const sigstore = await openSigstore();
    const trust = ownTrust(sigstore.trustedRoot);
    const wanted = { signer: { kind: 'identity', ...acme }, transparencyLog: true } as const;
    assert(
      property(bytes, annotated, bytes, digests, (payload, annotations, bundle, digest) => {
        const candidates = [
          simpleSignature({ annotations }, payload, digest),
          { ...simpleSignature({ annotations }, payload, digest), fault: null },
          ...bundledSignature(bundle, payload, digest).candidates,
        ];
        for (const candidate of candidates) {
          expect(judge(candidate, wanted, trust).kind).not.toBe('accepted');
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('an identity', () => {
  const text = oneof(string(), constant(acme.identity), constant(`${acme.identity}x`));

  it('is the wanted one only if both it and its issuer are equal', () => {
    assert(
      property(text, oneof(webUrl(), constant(acme.issuer)), (identity, issuer) => {
        const wanted = { kind: 'identity', ...acme } as const;
        expect(isWanted(wanted, identity, issuer)).toBe(identity === acme.identity && issuer === acme.issuer);
      }),
    );
  });

  it('is matched as a whole, whatever stands around it', () => {
    const wanted = {
      kind: 'identity-pattern',
      issuer: acme.issuer,
      pattern: '^https://a[.]example/(x|y)$',
    } as const;
    assert(
      property(string(), string(), (before, after) => {
        const whole = before === '' && after === '';
        expect(isWanted(wanted, `${before}https://a.example/x${after}`, acme.issuer)).toBe(whole);
      }),
    );
  });

  it('is shown without what a terminal would act on', () => {
    assert(
      property(string({ unit: 'binary' }), (name) => {
        expect(shown(name)).toMatch(/^[\x20-\x7e…]*$/);
      }),
    );
  });
});
