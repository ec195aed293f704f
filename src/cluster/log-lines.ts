/** Text in pieces → lines, since a secret may be cut in two by where a piece ends, and is only known when it is whole. */

/** Characters. What comes after them on the same line is left out, and said. */
const longestLine = 256 * 1024;

export interface LineReader {
  readonly add: (text: string) => void;
  /** What is left, if the text did not end with a line. */
  readonly end: () => void;
}

export function lineReader(onLine: (line: string) => void): LineReader {
  let start = '';
  let isCut = false;
  const give = (): void => {
    onLine(`${start}${isCut ? ` … (of a line of more than ${longestLine} characters)` : ''}`);
    start = '';
    isCut = false;
  };
  const take = (part: string): void => {
    if (isCut) return;
    start += part;
    if (start.length <= longestLine) return;
    start = start.slice(0, longestLine);
    isCut = true;
  };
  return {
    add(text) {
      const [first = '', ...others] = text.split('\n');
      take(first);
      for (const part of others) {
        give();
        take(part);
      }
    },
    end() {
      if (start !== '') give();
    },
  };
}
