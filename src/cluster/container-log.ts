/** The log of one container, line by line. */
import { textAt } from '../kubernetes/data.ts';
import type { PodContainer } from '../kubernetes/pod-containers.ts';
import type { Connection } from './connection.ts';
import { lineReader } from './log-lines.ts';

export interface LogLine {
  /** As the container runtime noted it: RFC 3339 with nanoseconds; texts compare as times do. Empty if it did not. */
  readonly time: string;
  readonly text: string;
}

export interface LogRange {
  /** Only the last lines; null for all. */
  readonly tail: number | null;
  /** Only what is not older than so many seconds. */
  readonly sinceSeconds: number | null;
  /** RFC 3339. Seconds count, so that what came in the same second before it comes again. */
  readonly sinceTime: string | null;
  /** Of the container before its last restart. */
  readonly previous: boolean;
}

type Named = Pick<PodContainer, 'namespace' | 'pod' | 'container'>;

/** Resolves when all is read: with null, or with why nothing can be. Rejects with a `Failure` if the API server cannot be asked. */
export async function readLog(
  connection: Connection,
  named: Named,
  range: LogRange,
  onLine: (line: LogLine) => void,
): Promise<string | null> {
  return await stream(connection, named, range, onLine, null);
}

/** As `readLog`, and then whatever comes, until the container ends or `signal` does. */
export async function followLog(
  connection: Connection,
  named: Named,
  range: LogRange,
  onLine: (line: LogLine) => void,
  signal: AbortSignal,
): Promise<string | null> {
  return await stream(connection, named, range, onLine, signal);
}

async function stream(
  connection: Connection,
  named: Named,
  range: LogRange,
  onLine: (line: LogLine) => void,
  following: AbortSignal | null,
): Promise<string | null> {
  const path = logPath(named, range, following !== null);
  const lines = lineReader((line) => onLine(logLine(line)));
  const status =
    following === null
      ? await connection.follow(path, lines.add)
      : await connection.follow(path, lines.add, following, true);
  lines.end();
  return status === 200 ? null : await refusal(connection, named, range, status);
}

function logPath(
  { namespace, pod, container }: Named,
  { tail, sinceSeconds, sinceTime, previous }: LogRange,
  isFollowed: boolean,
): string {
  const query = new URLSearchParams({ container, timestamps: 'true' });
  if (tail !== null) query.set('tailLines', String(tail));
  if (sinceSeconds !== null) query.set('sinceSeconds', String(sinceSeconds));
  if (sinceTime !== null) query.set('sinceTime', sinceTime);
  if (previous) query.set('previous', 'true');
  if (isFollowed) query.set('follow', 'true');
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log?${query.toString()}`;
}

const timestamped = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) ?/;

/** A line begins with its time, which was asked for. */
function logLine(line: string): LogLine {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  const [start = '', time = ''] = timestamped.exec(text) ?? [];
  return { time, text: text.slice(start.length) };
}

/** What the API server says of it, which a stream does not give. */
async function refusal(
  connection: Connection,
  named: Named,
  { previous }: LogRange,
  status: number,
): Promise<string> {
  if (status === 403) return `no permission to read logs in namespace ${named.namespace} (pods/log)`;
  const nothing = { tail: 0, sinceSeconds: null, sinceTime: null, previous };
  const { body } = await connection.get(logPath(named, nothing, false));
  return textAt(body, 'message') ?? `the API server answers ${status}`;
}
