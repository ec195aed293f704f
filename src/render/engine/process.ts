/** One running renderer: lines in, lines out, and word of its end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const limits = {
  /** An answer: what a case may print, as JSON. */
  lineBytes: 256 * 1024 * 1024,
  /** Of what it wrote to stderr: the first line says what happened, a trace of the program may follow. */
  complaintCharacters: 4096,
  /** To end by itself once there is nothing more to do. */
  closingMs: 2000,
} as const;

export interface Handlers {
  line(text: string): void;
  /** Once, however it comes; also if the program could not be started. Not after `kill` or `close`. */
  ended(end: End): void;
}

export interface End {
  /** `it was ended by SIGKILL`, with what it said last. */
  readonly how: string;
  readonly exitCode: number | null;
}

export interface RendererProcess {
  send(line: string): void;
  /** Ends it at once, whatever it does. */
  kill(): void;
  close(): Promise<void>;
}

export function startProcess(program: string, handlers: Handlers): RendererProcess {
  const child = spawn(program, { stdio: 'pipe' });
  const gone = once(child, 'close').catch(() => undefined);
  const state = { silent: false }; // nobody listens any more
  let complaint = '';
  const end = (how: string, exitCode: number | null): void => {
    if (state.silent) return;
    state.silent = true;
    child.kill('SIGKILL');
    const [said = ''] = complaint.trimStart().split('\n');
    handlers.ended({ how: said === '' ? how : `${how}: ${said}`, exitCode });
  };
  child.stdin.on('error', () => undefined); // it ended; `close` tells how
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(0, limits.complaintCharacters);
  });
  child.on('error', (error) => end(`it could not be run (${error.message})`, null));
  child.on('close', (code, signal) =>
    end(signal === null ? `it ended with exit code ${code}` : `it was ended by ${signal}`, code),
  );
  const parts: Buffer[] = [];
  let size = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    let start = 0;
    for (let at = chunk.indexOf(10); at >= 0 && !state.silent; at = chunk.indexOf(10, start)) {
      parts.push(chunk.subarray(start, at));
      start = at + 1;
      const line = parts.length === 1 ? parts[0] : Buffer.concat(parts);
      parts.length = 0;
      size = 0;
      handlers.line(line?.toString('utf8') ?? '');
    }
    parts.push(chunk.subarray(start));
    size += chunk.length - start;
    if (size > limits.lineBytes) end(`an answer is longer than ${limits.lineBytes / 1024 / 1024} MiB`, null);
  });
  const kill = (): void => {
    state.silent = true;
    child.kill('SIGKILL');
  };
  return {
    send: (line) => void child.stdin.write(`${line}\n`),
    kill,
    async close() {
      state.silent = true;
      child.stdin.end();
      const timer = setTimeout(kill, limits.closingMs);
      await gone;
      clearTimeout(timer);
    },
  };
}
