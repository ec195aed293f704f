/** A repository of The Update Framework, as Sigstore publishes its trusted root: https://theupdateframework.github.io/specification. */
import { createHash, sign } from 'node:crypto';
import { newKey, pemOf } from './sigstore.ts';

/** Sorted keys, no spaces, nothing but quotes and backslashes escaped: the canonical form that is signed. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'string') return `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export interface UpdateRepository {
  /** `root.json` that a client starts from. */
  readonly root: string;
  /** By path, without a leading slash. */
  readonly files: ReadonlyMap<string, string>;
}

export function updateRepository(
  trustedRoot: string,
  { expires = new Date(Date.now() + 3600_000) } = {},
): UpdateRepository {
  const key = newKey();
  const pem = pemOf(key);
  const keyid = sha256(pem);
  const signed = (role: object): string => {
    const sig = sign('sha256', Buffer.from(canonical(role)), key.privateKey).toString('hex');
    return JSON.stringify({ signatures: [{ keyid, sig }], signed: role });
  };
  const common = { spec_version: '1.0.31', version: 1 };
  const later = new Date(Date.now() + 24 * 3600_000).toISOString();
  const role = { keyids: [keyid], threshold: 1 };
  const root = signed({
    ...common,
    _type: 'root',
    consistent_snapshot: true,
    expires: later,
    keys: { [keyid]: { keytype: 'ecdsa', scheme: 'ecdsa-sha2-nistp256', keyval: { public: pem } } },
    roles: { root: role, timestamp: role, snapshot: role, targets: role },
  });
  const targets = signed({
    ...common,
    _type: 'targets',
    expires: later,
    targets: {
      'trusted_root.json': {
        length: Buffer.byteLength(trustedRoot),
        hashes: { sha256: sha256(trustedRoot) },
      },
    },
  });
  const snapshot = signed({
    ...common,
    _type: 'snapshot',
    expires: later,
    meta: { 'targets.json': { version: 1 } },
  });
  const timestamp = signed({
    ...common,
    _type: 'timestamp',
    expires: expires.toISOString(),
    meta: { 'snapshot.json': { version: 1 } },
  });
  return {
    root,
    files: new Map([
      ['timestamp.json', timestamp],
      ['1.snapshot.json', snapshot],
      ['1.targets.json', targets],
      [`targets/${sha256(trustedRoot)}.trusted_root.json`, trustedRoot],
    ]),
  };
}
