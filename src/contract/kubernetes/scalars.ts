/** What the types of Kubernetes' API take as text or number, as their Go code decodes it. */
import type { Data } from '../../kubernetes/data.ts';
import { quantity } from '../../kubernetes/quantity.ts';
import { found } from '../../stack/wording.ts';
import type { Scalar } from './shape.ts';

/** `null` if it fits; else what was expected, and what is there. Values are shown only where none can be a secret. */
export function misfit(
  type: Scalar,
  data: Data,
): { readonly kind: 'type' | 'value'; readonly message: string } | null {
  switch (type) {
    case 'any':
      return null;
    case 'object':
      return typeof data === 'object' && !Array.isArray(data) ? null : wrongType('a map', data);
    case 'string':
      return typeof data === 'string' ? null : wrongType('text', data);
    case 'boolean':
      return typeof data === 'boolean' ? null : wrongType('true or false', data);
    case 'number':
      return typeof data === 'number' ? null : wrongType('a number', data);
    case 'int32':
    case 'int64':
      return wholeNumber(type, data);
    case 'int-or-string':
      return typeof data === 'string'
        ? null
        : typeof data === 'number'
          ? wholeNumber('int32', data)
          : wrongType('a whole number or text', data);
    case 'quantity':
      return typeof data !== 'string' && typeof data !== 'number'
        ? wrongType('a quantity such as 512Mi or 100m', data)
        : quantity(typeof data === 'string' ? data.trim() : data) === null
          ? wrongValue(`expected a quantity such as 512Mi or 100m, found ${shown(data)}`)
          : null;
    case 'time':
      if (typeof data !== 'string') return wrongType('a time such as 2026-01-31T12:00:00Z', data);
      return isTime(data) ? null : wrongValue('expected a time such as 2026-01-31T12:00:00Z');
    case 'bytes':
      if (typeof data !== 'string') return wrongType('text in base64', data);
      return isBase64(data) ? null : wrongValue('expected text in base64, found other text');
  }
}

const limits = {
  int32: { least: -(2 ** 31), most: 2 ** 31 - 1 },
  int64: { least: -(2 ** 63), most: 2 ** 63 - 1 },
} as const;

function wholeNumber(type: keyof typeof limits, data: Data): ReturnType<typeof misfit> {
  if (typeof data !== 'number') return wrongType('a whole number', data);
  if (!Number.isInteger(data)) return wrongType('a whole number', data, 'a fraction');
  const { least, most } = limits[type];
  return data >= least && data <= most ? null : wrongValue(`${data} is out of the range of ${type}`);
}

const wrongType = (expected: string, data: Data, is = found(data, false)) =>
  ({ kind: 'type', message: `expected ${expected}, found ${is}` }) as const;

const wrongValue = (message: string) => ({ kind: 'value', message }) as const;

const shownCharacters = 40;

/** For fields that hold no secret. */
export function shown(data: string | number): string {
  const text = typeof data === 'number' ? String(data) : JSON.stringify(data);
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text;
}

/** RFC 3339, as Go's time.Parse reads it. */
export function isTime(text: string): boolean {
  const [, year, month, day, hour] =
    /^(\d{4})-(\d\d)-(\d\d)T(\d\d?):[0-5]\d:[0-5]\d(?:[.,]\d+)?(?:Z|[+-](?:[01]\d|2[0-4]):[0-5]\d)$/.exec(
      text,
    ) ?? [];
  if (Number(hour ?? 24) > 23) return false;
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= days;
}

/** Of the standard alphabet, with padding; line breaks are passed over. */
export function isBase64(text: string): boolean {
  const packed = text.replaceAll(/[\r\n]/g, '');
  return packed.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(packed);
}
