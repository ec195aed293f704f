/** Which fields of objects are secrets: by kind, name and form. A field whose name may mean either is one. */
import { isMap, textAt, type Data } from '../kubernetes/data.ts';
import { isUnder, type FieldPlace } from '../kubernetes/field.ts';
import { holdsForms } from './forms.ts';
import { mask } from './mask.ts';
import { isElsewhere, isReference, isSecretName, isSecretNameInObjects } from './names.ts';

/** kubectl keeps the whole object in it. */
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * Whether nothing of a field's value may be told. `value`: a leaf; a map or list is none as a whole, its leaves may be.
 * Of an item such as `{name: DB_PASSWORD, value: …}` the name must be in the place: `{item: {name: 'DB_PASSWORD'}}`.
 */
export function isSecretField(kind: string, place: FieldPlace, value: Data): boolean {
  if (typeof value === 'object' && value !== null) return false;
  if (isUnder(place, 'metadata', 'annotations', lastApplied) || (kind === 'Secret' && isContent(place)))
    return true;
  if (value === null || typeof value === 'boolean' || isSealed(kind, place)) return false;
  const text = String(value);
  const name = nameAt(place);
  if (name === null) return !isElsewhere(text);
  if (isNamed(name, text, isItem(place))) return true;
  if (holdsForms(text) || holdsSecretLine(text)) return true;
  return isUnder(place, 'binaryData') && holdsForms(Buffer.from(text, 'base64').toString());
}

/** The same data with the mask in the place of each secret leaf. `place`: of `data` in the object. */
export function withoutSecrets(kind: string, data: Data, place: FieldPlace = []): Data {
  if (Array.isArray(data)) {
    return data.map((item: Data, index) => withoutSecrets(kind, item, [...place, itemStep(item) ?? index]));
  }
  if (isMap(data)) {
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, withoutSecrets(kind, value, [...place, key])]),
    );
  }
  return isSecretField(kind, place, data) ? mask : data;
}

function itemStep(item: Data): FieldPlace[number] | null {
  if (!isMap(item)) return null;
  for (const key of ['name', 'key']) {
    const value = textAt(item, key);
    if (value !== undefined) return { item: { [key]: value } };
  }
  return null;
}

const isContent = (place: FieldPlace): boolean => isUnder(place, 'data') || isUnder(place, 'stringData');

/** Encrypted, or only the name of a key in a Secret. */
const isSealed = (kind: string, place: FieldPlace): boolean =>
  (kind === 'SealedSecret' && isUnder(place, 'spec', 'encryptedData')) ||
  (/^(?:Cluster)?(?:External|Push)Secret$/.test(kind) && place.at(-1) === 'secretKey');

function isNamed(name: string, text: string, isLiteral: boolean): boolean {
  if (!isSecretNameInObjects(name) || name.startsWith('checksum/') || isElsewhere(text)) return false;
  if (/tokens$/i.test(name) && /^\d+$/.test(text)) return false; // a limit
  return isLiteral || !isReference(name, text);
}

/** `{name: X, value: …}`: what stands there is used as it is, never as the name of an object. */
function isItem(place: FieldPlace): boolean {
  const before = place.at(-2);
  return place.at(-1) === 'value' && typeof before === 'object' && 'item' in before;
}

/** The name that tells of the field: the last key, of a `value` its item's name. Null if the item's name is not known. */
function nameAt(place: FieldPlace): string | null {
  const keys = place.filter((step) => typeof step === 'string');
  const last = keys.at(-1) ?? '';
  if (place.at(-1) !== 'value') return last;
  const before = place.at(-2);
  if (typeof before === 'number') return place.at(-3) === 'env' ? null : last;
  if (typeof before !== 'object' || !('item' in before)) return last;
  return String(before.item['name'] ?? before.item['key'] ?? last);
}

/** A line of YAML, of properties or of an INI file. */
const line = /^[ \t]*(?:- +)?(["']?)([\w./-]{1,128})\1[ \t]*[:=][ \t]*(\S.*)$/gm;

function holdsSecretLine(text: string): boolean {
  if (!text.includes('\n')) return false;
  for (const [, , name = '', value = ''] of text.matchAll(line)) {
    const plain = value.trim().replace(/^(["'])(.*)\1,?$/, '$2');
    if (/^[|>][+-]?\d?$/.test(plain) ? isSecretName(name) : isNamed(name, plain, false)) return true;
  }
  return false;
}
