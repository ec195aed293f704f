import { isUtf8 } from 'node:buffer';
import { Lines } from './position.ts';
import { StackFileError } from './problem.ts';

/** Decodes strictly, without a byte order mark. Throws a `StackFileError` at the first byte that is not UTF-8. */
export function decodeUtf8(bytes: Uint8Array, file: string): string {
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes);
  const valid = new TextDecoder().decode(bytes.subarray(0, firstBadByte(bytes)));
  const { line, column } = new Lines(valid).at(valid.length);
  throw new StackFileError([
    { file, line, column, path: '', message: 'not UTF-8 text; save the file as UTF-8' },
  ]);
}

/** The length of the longest prefix that can be the start of UTF-8 text, without the sequence that the bad byte breaks. */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (good < bad) {
    const middle = Math.ceil((good + bad) / 2);
    if (canStartUtf8(bytes.subarray(0, middle))) good = middle;
    else bad = middle - 1;
  }
  while (good > 0 && !isUtf8(bytes.subarray(0, good))) good--;
  return good;
}

function canStartUtf8(bytes: Uint8Array): boolean {
  try {
    // Streaming: a sequence that is cut off at the end is no error yet.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
