/** Private keys in text: as PEM, escaped, indented, as a diff, cut, in base64. */
import { mask } from './mask.ts';

const start = /-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----/g;
const startOrEnd = /-----(BEGIN|END) (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----/g;
/** Of a key without an end: headers, lines of base64, and the line breaks between them, with what stands in front of a line. */
const body = /(?:(?:Proc-Type|DEK-Info|Version|Comment): [^\r\n\\"]*|[A-Za-z0-9+/=\\]+|[\r\n]+[ \t|>+-]*)*/y;
/** `-----BEGIN `, and what follows. */
const encoded = /LS0tLS1CRUdJTi[A-Za-z0-9+/_-]+={0,2}/g;

export const holdsPrivateKey = (text: string): boolean => withoutPrivateKeys(text) !== text;

export function withoutPrivateKeys(text: string): string {
  if (text.includes('LS0tLS1CRUdJTi')) {
    const shown = text.replaceAll(encoded, (match) =>
      Buffer.from(match, 'base64').toString('latin1').search(start) === -1 ? match : mask,
    );
    return withoutPem(shown);
  }
  return withoutPem(text);
}

function withoutPem(text: string): string {
  if (!text.includes('PRIVATE KEY')) return text;
  let shown = '';
  let done = 0;
  for (const match of text.matchAll(start)) {
    if (match.index < done) continue;
    shown += text.slice(done, match.index) + mask;
    done = endOf(text, match.index + match[0].length);
  }
  return shown + text.slice(done);
}

/** Behind its last line; if another key begins first, it was cut. */
function endOf(text: string, from: number): number {
  startOrEnd.lastIndex = from;
  const next = startOrEnd.exec(text);
  if (next?.[1] === 'END') return startOrEnd.lastIndex;
  body.lastIndex = from;
  const end = from + (body.exec(text)?.[0].length ?? 0);
  return Math.min(end, next?.index ?? text.length);
}
