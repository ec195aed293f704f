/** The end of a container's log. */
import type { PodContainer } from '../kubernetes/pod-containers.ts';
import type { Connection } from './connection.ts';
import { readLog } from './container-log.ts';

const mostLines = 20;
const longestLine = 2000; // characters

export interface AskedLog extends Pick<PodContainer, 'namespace' | 'pod' | 'container'> {
  /** Of the container before the last restart. */
  readonly previous: boolean;
}

/** Its last lines, at most 20 of 2,000 characters. Null if there is none or it may not be read: that is no failure. */
export async function readLogTail(
  connection: Connection,
  { previous, ...named }: AskedLog,
): Promise<readonly string[] | null> {
  const lines: string[] = [];
  const range = { tail: mostLines, sinceSeconds: null, sinceTime: null, previous };
  const problem = await readLog(connection, named, range, ({ text }) => {
    if (lines.length < mostLines) lines.push(cut(text));
  });
  return problem !== null || lines.every((line) => line === '') ? null : lines;
}

const cut = (line: string): string =>
  line.length > longestLine ? `${line.slice(0, longestLine - 1).toWellFormed()}…` : line;
