import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { lastLines } from '../command.ts';

const tailLines = 15;
const tailBytes = 16 * 1024;

/** The last lines of a log, however long it is. Empty if there's no such file. */
export function logTail(path: string): string {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return '';
  }
  try {
    const { size } = fstatSync(file);
    const length = Math.min(size, tailBytes);
    const buffer = Buffer.alloc(length);
    const count = readSync(file, buffer, 0, length, size - length);
    return lastLines(buffer.toString('utf8', 0, count), tailLines);
  } finally {
    closeSync(file);
  }
}
