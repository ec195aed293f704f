/** Values of fields on one line. */
import { type Data, isMap } from '../../kubernetes/data.ts';
import type { FieldChange } from '../../plan/plan.ts';

/** Reads as itself: not empty, no space at the ends, nothing that YAML would take for something else, no control character. */
const plain =
  /^(?!(?:true|false|null|~|yes|no|on|off)$)(?![\d.+-][\d.eE+-]*$)[^\s"'{}[\],#&*!|>%@`\p{C}](?:[^\p{C}]*[^\s\p{C}])?$/iu;

/** `3`, `RollingUpdate`, `"3"`, `"two\nlines"`, `{name: main, ports: [80, 443]}`, `{}`: a text without quotes only where it cannot be mistaken. */
export function valueText(data: Data): string {
  if (typeof data === 'string') return plain.test(data) ? data : JSON.stringify(data);
  if (Array.isArray(data)) return `[${data.map((item: Data) => inner(item)).join(', ')}]`;
  if (isMap(data))
    return `{${Object.entries(data)
      .map(([key, value]) => `${inner(key)}: ${inner(value)}`)
      .join(', ')}}`;
  return JSON.stringify(data); // null, true, 3
}

/** Inside a list or map a comma, a bracket or a colon would end the text. */
const inner = (data: Data): string =>
  typeof data === 'string' && /[,:{}[\]]/.test(data) ? JSON.stringify(data) : valueText(data);

/** Stands for the value of a secret, everywhere. */
export const secretWord = '(secret)';

/** The two values as texts; null where there is none. */
export interface ValueTexts {
  readonly before: string | null;
  readonly after: string | null;
}

export const valueTexts = ({ change, secret, before, after }: FieldChange): ValueTexts => ({
  before: change === 'added' ? null : secret ? secretWord : valueText(before),
  after: change === 'removed' ? null : secret ? secretWord : valueText(after),
});

/** `2 → 3`, `256Mi` of one that is added or removed, `(secret) changes`; `changes` alone where the values are known only to Pulumi. */
export function changeText(field: FieldChange): string {
  const { before, after } = valueTexts(field);
  if (before === null || after === null) return before ?? after ?? '';
  if (field.secret) return `${secretWord} changes`;
  return isKnown(field) ? `${before} → ${after}` : 'changes';
}

/** Pulumi may know that a value changes, and not from what to what. */
export const isKnown = ({ change, before, after }: FieldChange): boolean =>
  change !== 'changed' || before !== null || after !== null;

const contextBefore = 12;

/**
 * Both cut to `most` UTF-16 code units, `…` where something is left out: of two that begin alike, the part where they differ.
 */
export function shortened({ before, after }: ValueTexts, most: number): ValueTexts {
  const longest = Math.max(before?.length ?? 0, after?.length ?? 0);
  if (longest <= most) return { before, after };
  const alike = before === null || after === null ? 0 : commonStart(before, after);
  // Only as much of the start goes as must.
  const from = Math.max(0, Math.min(alike - contextBefore, longest - most + 1));
  const cut = (text: string | null): string | null => {
    if (text === null) return null;
    const start = from === 0 ? text : `…${text.slice(from)}`;
    return (start.length <= most ? start : `${start.slice(0, most - 1)}…`).toWellFormed();
  };
  return { before: cut(before), after: cut(after) };
}

function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}
