/** Formats that the API server checks in custom objects, from `k8s.io/kube-openapi/pkg/validation/strfmt`; others mean nothing to it. */
import { isIP } from 'node:net';
import { isBase64, isTime } from './scalars.ts';

const formats: Readonly<Record<string, readonly [expected: string, fits: (text: string) => boolean]>> = {
  'date-time': ['a time such as 2026-01-31T12:00:00Z', (text) => isTime(text.toUpperCase())],
  date: ['a date such as 2026-01-31', (text) => isTime(`${text}T00:00:00Z`)],
  byte: ['text in base64', (text) => text !== '' && isBase64(text)],
  ipv4: ['an IPv4 address', isIpv4],
  ipv6: ['an IPv6 address', (text) => isIP(text) === 6],
  cidr: ['a range of addresses such as 10.0.0.0/8', isCidr],
  uuid: [
    'a UUID',
    (text) => /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i.test(text),
  ],
  duration: ['a duration such as 1h30m', isDuration],
};

/** `null` if it fits, or nobody knows the format. */
export function formatProblem(format: string, text: string): string | null {
  const known = Object.hasOwn(formats, format) ? formats[format] : undefined;
  return known === undefined || known[1](text) ? null : `expected ${known[0]}`;
}

/** Zeros may lead. */
function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}

function isCidr(text: string): boolean {
  const [address = '', bits = '', ...more] = text.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return more.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most;
}

/** As Go writes it, or a number with any unit in words: the API server is generous. */
function isDuration(text: string): boolean {
  return /^[+-]?0$/.test(text) || /\d+\.?\s*[a-zµμ]+/i.test(text);
}
