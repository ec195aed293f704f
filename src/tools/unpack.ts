/** Takes one file out of an archive; nothing else of it reaches the file system. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { Failure } from '../stack/failure.ts';
import { quoted } from '../stack/problem.ts';

const unpackLimits = {
  /** Of everything in front of the file, and the file. The Pulumi CLI comes with a dozen programs of 20 to 130 MB. */
  bytes: 2 * 1024 * 1024 * 1024,
} as const;

const fileTypes: ReadonlySet<string> = new Set(['File', 'OldFile', 'ContiguousFile']);

/**
 * Writes the file `member` of the tar.gz `archive` to `path`, which must not exist, as a program. Reads no further than its end. Throws a `Failure` (failed)
 * for an archive that lacks it or is unsafe.
 */
export async function unpack(
  archive: string,
  member: string,
  path: string,
  signal: AbortSignal,
  limits: { readonly bytes: number } = unpackLimits,
): Promise<void> {
  const source = createReadStream(archive);
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error)).pipe(gunzip);
  const file = await open(path, 'wx', 0o755);
  const reading = memberReader(member);
  let size = 0;
  try {
    for await (const chunk of gunzip) {
      signal.throwIfAborted();
      size += (chunk as Buffer).length;
      if (size > limits.bytes) throw new Error(`it unpacks to more than ${limits.bytes} bytes`);
      for (const part of reading.feed(chunk as Buffer)) await file.writeFile(part);
      if (reading.isWhole()) return;
    }
    throw new Error(`it does not hold ${quoted(member)}`);
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    throw new Failure('failed', `cannot unpack: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  } finally {
    source.destroy();
    gunzip.destroy();
    await file.close();
  }
}

/** `feed` gives what a chunk of the tar holds of the file. */
function memberReader(member: string): { feed(chunk: Buffer): readonly Buffer[]; isWhole(): boolean } {
  const parser = new Parser({ strict: true });
  let parts: Buffer[] = [];
  let whole = false;
  let problem: Error | null = null;
  const refuse = (what: string): void => void (problem ??= new Error(what));
  const judge = (entry: ReadEntry): void => {
    const name = entry.path.replace(/^\.\//, '');
    if (name.startsWith('/') || name.split('/').includes('..'))
      refuse(`${quoted(name)} in it leaves the folder`);
    else if (name === member && !fileTypes.has(entry.type)) refuse(`${quoted(name)} in it is no file`);
    else if (name === member) {
      entry.on('data', (part) => parts.push(Buffer.from(part)));
      entry.on('end', () => (whole = true));
      return;
    }
    entry.resume();
  };
  parser.on('entry', judge);
  parser.on('ignoredEntry', judge);
  parser.on('error', (error) => (problem ??= error instanceof Error ? error : new Error(String(error))));
  return {
    feed(chunk) {
      parts = [];
      parser.write(chunk);
      if (problem !== null) throw problem;
      return parts;
    },
    isWhole: () => whole,
  };
}
