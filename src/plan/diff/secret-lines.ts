/** Texts without the secrets in them, line by line: configuration in whatever form, of which only the lines can be read. */
import { isMap, type Data } from '../../kubernetes/data.ts';
import type { FieldPlace } from '../../kubernetes/field.ts';
import { isSecretField } from '../../redaction/fields.ts';
import { withoutForms } from '../../redaction/forms.ts';
import { mask } from '../../redaction/mask.ts';
import { documentIn } from './documents.ts';
import { nameStep } from './places.ts';
import { isList } from './plain.ts';
import type { ShownLine } from './text-lines.ts';

/** Shorter ones are in many lines; the line that names them is known by the name. */
const shortestSecret = 4;

const keyStart = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY/;
const keyEnd = /-----END [A-Z0-9 ]*PRIVATE KEY/;
/** `password: …`, `"password": …`, `--password=…`; not `registry/token:1.2`. */
const named =
  /(?<![\w.-])(["']?)([\w.-]{1,128})\1[ \t]{0,16}(?:=|:(?=[ \t]|$)|(?<=["']\s{0,16}):)[ \t]{0,16}/g;
/** What YAML writes in front of a text that follows on indented lines. */
const blockStart = /^(?:[|>][+-]?\d?[+-]?)?[ \t]*(?:#.*)?$/;

/** What follows is a secret if any text under that name is one. */
const followingText = 'Some Text';

/** Of the field of an object, or a document in it. */
export interface TextPlace {
  readonly kind: string;
  readonly place: FieldPlace;
}

/** In their order; those of one secret together, so that nobody sees how many they are. */
export function shownLines(text: string, at: TextPlace): ShownLine[] {
  const lines = text.split('\n');
  const secrets = documentSecrets(text, at);
  const shown: ShownLine[] = [];
  for (let from = 0; from < lines.length;) {
    const line = lines[from] ?? '';
    const hidden = hiddenFrom(lines, from, secrets, at) ?? {
      shown: maskedLine(line, secrets, at),
      end: from + 1,
    };
    shown.push({ text: lines.slice(from, hidden.end).join('\n'), shown: hidden.shown });
    from = hidden.end;
  }
  return shown;
}

export const shownText = (lines: readonly ShownLine[]): string => lines.map(({ shown }) => shown).join('\n');

/** Nothing of a line is shown if a part of it may still be a secret. The line break makes a text of it that is read line by line. */
function maskedLine(line: string, secrets: readonly string[], { kind, place }: TextPlace): string {
  const masked = withoutForms(secrets.reduce((rest, secret) => rest.replaceAll(secret, mask), line));
  return isSecretField(kind, place, `${masked}\n`) ? mask : masked;
}

interface Hidden {
  /** The first line. */
  readonly shown: string;
  /** The line behind the last. */
  readonly end: number;
}

/** A secret that begins on a line. */
function hiddenFrom(
  lines: readonly string[],
  from: number,
  secrets: readonly string[],
  at: TextPlace,
): Hidden | null {
  const line = lines[from] ?? '';
  const key = keyStart.exec(line);
  if (key !== null && !keyEnd.test(line)) {
    const last = lines.findIndex((each, index) => index > from && keyEnd.test(each));
    const shown = maskedLine(line.slice(0, key.index), secrets, at) + mask;
    return { shown, end: last === -1 ? lines.length : last + 1 };
  }
  for (const match of line.matchAll(named)) {
    const [start, , name = ''] = match;
    const behind = match.index + start.length;
    const field = [...at.place, { document: 'yaml' } as const, name.replace(/^-+/, '')];
    const isBlock = blockStart.test(line.slice(behind));
    const value = isBlock ? followingText : unquoted(line.slice(behind));
    if (value !== '' && isSecretField(at.kind, field, value)) {
      const shown = maskedLine(line.slice(0, behind), secrets, at) + (start.endsWith(':') ? ' ' : '') + mask;
      return { shown, end: endOfValue(lines, from) };
    }
  }
  return null;
}

/** Behind the lines that go on with it: those that stand further in, empty ones between them, and those behind a backslash. */
function endOfValue(lines: readonly string[], from: number): number {
  const indent = indentOf(lines[from] ?? '');
  let end = from + 1;
  const goesOn = (line: string): boolean =>
    line.trim() === '' || indentOf(line) > indent || lines[end - 1]?.endsWith('\\') === true;
  while (end < lines.length && goesOn(lines[end] ?? '')) end++;
  while (end > from + 1 && lines[end - 1]?.trim() === '') end--;
  return end;
}

const indentOf = (line: string): number => /^[ \t]*(?:- +)?/.exec(line)?.[0].length ?? 0;

const unquoted = (value: string): string =>
  /^"((?:[^"\\]|\\.)*)"|^'([^']*)'/
    .exec(value)
    ?.slice(1)
    .find((text) => text !== undefined) ?? value.replace(/[\s,;}\]]+$/, '');

/** Those that only the document's structure tells: `{name: PASSWORD, value: …}`. Longest first: one may be a part of another. */
function documentSecrets(text: string, { kind, place }: TextPlace): string[] {
  const document = documentIn(text, place);
  if (document === null) return [];
  const found = new Set<string>();
  const visit = (data: Data, here: FieldPlace): void => {
    if (isMap(data)) {
      for (const [key, item] of Object.entries(data)) visit(item, [...here, key]);
    } else if (isList(data)) {
      for (const [index, item] of data.entries()) visit(item, [...here, nameStep(item) ?? index]);
    } else if ((typeof data === 'string' || typeof data === 'number') && isSecretField(kind, here, data)) {
      for (const line of String(data).split('\n')) found.add(line.trim());
    }
  };
  visit(document.data, [...place, { document: document.form }]);
  return [...found].filter(({ length }) => length >= shortestSecret).toSorted((a, b) => b.length - a.length);
}
