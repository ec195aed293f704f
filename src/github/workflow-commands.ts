/**
 * Lines of others in the log of a job: the runner obeys a line that starts with `::` or holds `##[`, from whatever program it comes, so that a chart's notes could
 * mask words, forge annotations or end a group.
 */
import { randomBytes } from 'node:crypto';

/** As they are, and obeyed by nobody. The lines belong together on one stream, in one write: the runner reads two streams in no set order. */
export function guarded(lines: readonly string[], token = randomBytes(16).toString('hex')): string[] {
  const mayCommand = lines.some((line) => line.includes('::') || line.includes('##['));
  return mayCommand ? [`::stop-commands::${token}`, ...lines, `::${token}::`] : [...lines];
}
