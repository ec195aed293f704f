import { openRedactor, type Redactor } from '../../../src/redaction/redactor.ts';
import { type Terminal, terminal } from '../../../src/report/terminal.ts';

export interface Recorded extends Terminal {
  /** All that was written, to which stream in which order. */
  readonly written: readonly (readonly ['stdout' | 'stderr', string])[];
  readonly stdout: string;
  readonly stderr: string;
}

interface Screen {
  readonly redactor?: Pick<Redactor, 'redact'>;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  readonly environment?: NodeJS.ProcessEnv;
}

/** A terminal, or a file, that keeps what is written to it. */
export function recorder({ environment = {}, redactor = openRedactor(), ...screen }: Screen = {}): Recorded {
  const written: ['stdout' | 'stderr', string][] = [];
  const stream = (name: 'stdout' | 'stderr') => ({
    ...screen,
    write: (text: string | Uint8Array): boolean => {
      if (text !== '') written.push([name, String(text)]);
      return true;
    },
  });
  const textOf = (wanted: string): string =>
    written.flatMap(([name, text]) => (name === wanted ? [text] : [])).join('');
  return {
    ...terminal(stream('stdout'), stream('stderr'), environment, redactor),
    written,
    get stdout() {
      return textOf('stdout');
    },
    get stderr() {
      return textOf('stderr');
    },
  };
}

/** What a person sees after these bytes: `ESC[nA` goes n lines up, `ESC[J` clears what is below. */
export function screenOf(text: string): string[] {
  const [first = '', ...sequences] = text.split('\u001B[');
  const lines = first.split('\n').slice(0, -1);
  for (const sequence of sequences) {
    const [, up] = /^(\d+)A$/.exec(sequence) ?? [];
    if (up === undefined) lines.push(...sequence.slice('J'.length).split('\n').slice(0, -1));
    else lines.length -= Number(up);
  }
  return lines;
}
