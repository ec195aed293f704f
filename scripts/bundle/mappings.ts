/** The `mappings` of a source map: base64 VLQ, each number relative to the one before it. https://tc39.es/ecma426 */

/** From a column of a generated line on, up to the next segment. Lines and columns from 0. */
export interface Segment {
  readonly column: number;
  /** Null: comes from nowhere. */
  readonly origin: {
    readonly source: number;
    readonly line: number;
    readonly column: number;
    readonly name: number | null;
  } | null;
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const continues = 32; // of the six bits of a digit, the one that says that more follow

/** One list a generated line. */
export function decoded(mappings: string): Segment[][] {
  let [source, line, column, name] = [0, 0, 0, 0];
  return mappings.split(';').map((text) => {
    let generated = 0;
    if (text === '') return [];
    return text.split(',').map((segment) => {
      const [step = 0, ...rest] = numbers(segment);
      generated += step;
      if (rest.length === 0) return { column: generated, origin: null };
      source += rest[0] ?? 0;
      line += rest[1] ?? 0;
      column += rest[2] ?? 0;
      const named = rest[3];
      if (named !== undefined) name += named;
      return { column: generated, origin: { source, line, column, name: named === undefined ? null : name } };
    });
  });
}

export function encoded(lines: readonly (readonly Segment[])[]): string {
  const last = { source: 0, line: 0, column: 0, name: 0 };
  return lines
    .map((segments) => {
      let generated = 0;
      return segments
        .map(({ column, origin }) => {
          const fields = [column - generated];
          generated = column;
          if (origin !== null) {
            fields.push(origin.source - last.source, origin.line - last.line, origin.column - last.column);
            if (origin.name !== null) fields.push(origin.name - last.name);
            Object.assign(last, origin, { name: origin.name ?? last.name });
          }
          return fields.map(vlq).join('');
        })
        .join(',');
    })
    .join(';');
}

function numbers(text: string): number[] {
  const found: number[] = [];
  let [value, shift] = [0, 0];
  for (const character of text) {
    const digit = digits.indexOf(character);
    if (digit < 0) throw new Error(`no digit of base64: ${character}`);
    value += (digit & (continues - 1)) << shift;
    shift += 5;
    if ((digit & continues) !== 0) continue;
    found.push(value % 2 === 1 ? -(value >> 1) : value >> 1);
    [value, shift] = [0, 0];
  }
  return found;
}

function vlq(value: number): string {
  let rest = value < 0 ? -value * 2 + 1 : value * 2;
  let text = '';
  do {
    const digit = rest % continues;
    rest = Math.floor(rest / continues);
    text += digits[rest > 0 ? digit + continues : digit];
  } while (rest > 0);
  return text;
}
