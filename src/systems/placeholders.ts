/**
 * What stands for secrets and for names that Pulumi makes up, where nothing is deployed: charts render as they will, with texts of the right
 * form, and the same ones every time.
 */
import { createHash, createPrivateKey } from 'node:crypto';
import type { Data, DataMap } from '../kubernetes/data.ts';
import type {
  Backing,
  BackingRef,
  DesiredStack,
  SecretShape,
  SecretTransform,
  SecretValue,
  Value,
  Values,
} from '../stack/desired.ts';
import { transformed } from '../stack/secrets.ts';
import { isBackingRef, isSecretInValue } from '../stack/values.ts';

/** What stands in values for what is known only when Pulumi runs. */
export interface Stand {
  secret(value: SecretValue): string;
  property(backing: Backing, field: BackingRef['field']): string;
}

/** Placeholders for all of it. */
const placeholders: Stand = {
  secret: (value) => offlineText(value),
  property: (backing, field) => (field === 'name' ? offlineName(backing) : '0'),
};

/** A release's values with everything filled in that Pulumi would. Throws if they refer to what the stack does not declare. */
export function offlineValues(
  values: Values,
  { backing }: Pick<DesiredStack, 'backing'>,
  stand: Stand = placeholders,
): DataMap {
  const byId = new Map(backing.map((each) => [each.id, each]));
  const property = (ref: BackingRef): string => {
    const target = byId.get(ref.$backing);
    if (target === undefined) throw new Error(`nothing in the stack declares "${ref.$backing}"`);
    return stand.property(target, ref.field);
  };
  return fillMap(values, { property, secret: (value) => stand.secret(value) });
}

interface Fill {
  property(ref: BackingRef): string;
  secret(value: SecretValue): string;
}

const fillMap = (values: Values, fill: Fill): DataMap =>
  Object.fromEntries(Object.entries(values).map(([key, item]) => [key, filled(item, fill)]));

function filled(value: Value, fill: Fill): Data {
  if (typeof value !== 'object' || value === null) return value;
  if (isBackingRef(value)) return fill.property(value);
  if (isSecretInValue(value)) return fill.secret(value.$secret);
  if (Array.isArray(value)) return value.map((item: Value) => filled(item, fill));
  return fillMap(value as Values, fill);
}

/** What follows the name that Pulumi completes: eight characters, as it adds them. */
const autoNamed = '-xxxxxxxx';

/** The name of the resource's object; a bucket's own name. */
export function offlineName(backing: Backing): string {
  switch (backing.kind) {
    case 'bucket':
      return backing.bucket;
    case 'caBundle':
      return `${backing.name}${autoNamed}`;
    case 'secret':
      return backing.autoName ? `${backing.name}${autoNamed}` : backing.name;
    case 'externalSecret':
    case 'namespace':
    case 'role':
    case 'secretStore':
    case 'serviceAccount':
      return backing.name;
  }
}

/** The text that the system would read, transforms applied. */
export const offlineText = ({ shape, transforms }: SecretValue): string =>
  transformed(accepted(texts[shape](), transforms), transforms);

/** A text of each form, none of them a secret. `.invalid` is no domain (RFC 2606). */
const texts: Readonly<Record<SecretShape, () => string>> = {
  text: () => 'placeholder-for-a-secret-text',
  'aes256-key': () => 'placeholder-of-a-256-bit-key-xyz', // 32 characters, and not hexadecimal
  'postgres-url': () => 'postgres://user:placeholder@postgres.invalid:5432/database',
  'redis-url': () => 'redis://user:placeholder@redis.invalid:6379/0',
  'pem-certificate': () => certificate,
  'pem-private-key': privateKey,
};

/** With a scheme that the transforms take: a form may have two, and a system only one of them. */
function accepted(text: string, transforms: readonly SecretTransform[]): string {
  const step = transforms.find((each) => each.kind === 'scheme');
  const [first] = step?.from ?? [];
  if (step === undefined || first === undefined) return text;
  return step.from.some((scheme) => text.startsWith(`${scheme}://`))
    ? text
    : `${first}://${text.replace(/^[a-z]+:\/\//, '')}`;
}

/** Self-signed, for placeholder.invalid, by the key below; until the year 2120. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBHzCB0qADAgECAgEBMAUGAytlcDAeMRwwGgYDVQQDDBNwbGFjZWhvbGRlci5p
bnZhbGlkMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAeMRwwGgYD
VQQDDBNwbGFjZWhvbGRlci5pbnZhbGlkMCowBQYDK2VwAyEAWkxxw1F4KMpF4NNH
wDCqGHQY65CJ43Vf9+ga8aFiWpijMzAxMA8GA1UdEwEB/wQFMAMBAf8wHgYDVR0R
BBcwFYITcGxhY2Vob2xkZXIuaW52YWxpZDAFBgMrZXADQQDyeSwy+tLz3N+5ZABZ
1cecNrChZwLsDJCF1gjhVrOncoBK3HZ/POk03lVdOZQYi8pC76Ql3OtmZ1aYz2aq
x+4H
-----END CERTIFICATE-----
`;

/** PKCS #8 of an Ed25519 key, up to the 32 bytes that make it (RFC 8410). */
const keyHeader = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Made of a text that everybody can read here, so that no key lies in the source: scanners would be right to refuse one. */
function privateKey(): string {
  const seed = createHash('sha256').update('k8s-deploy placeholder').digest();
  const key = createPrivateKey({ key: Buffer.concat([keyHeader, seed]), format: 'der', type: 'pkcs8' });
  return String(key.export({ type: 'pkcs8', format: 'pem' }));
}
