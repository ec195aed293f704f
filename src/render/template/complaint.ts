/** What Helm writes to stderr → warnings, and why there is no render. Pure. */
import type { RenderFailure } from '../renderer.ts';

/** Helm adds it to what fails once values were accepted, and to nothing else. */
const afterValues = '\n\nUse --debug flag to render out invalid YAML';

const beforeRender: readonly (readonly [RegExp, RenderFailure['kind']])[] = [
  [/^values don't meet the specifications of the schema/, 'schema'],
  [/^invalid kube version /, 'version'],
  [/^(failed parsing --set data|failed to parse |release name |type mismatch on )/, 'values'],
];

const duringRender: readonly (readonly [RegExp, RenderFailure['kind']])[] = [
  [/^chart requires kubeVersion: /, 'version'],
  [/^YAML parse error on /, 'manifest'],
  [/^rendering template failed: /, 'panic'],
];

export function failureIn(stderr: string): RenderFailure {
  const [, said = stderr] = /(?:^|\n)Error: ([^]*)$/.exec(stderr.trimEnd()) ?? [];
  const isRender = said.endsWith(afterValues);
  const message = isRender ? said.slice(0, -afterValues.length) : said;
  const [, kind = isRender ? 'template' : 'chart'] =
    (isRender ? duringRender : beforeRender).find(([pattern]) => pattern.test(message)) ?? [];
  return { kind, message, ...placeOf(message, kind) };
}

/** The innermost file that the message names; of `fail` in a helper Helm names only the file that called it. */
function placeOf(message: string, kind: RenderFailure['kind']): Pick<RenderFailure, 'template' | 'line'> {
  if (kind === 'manifest') {
    return { template: /^YAML parse error on ([^:]+): /.exec(message)?.[1] ?? null, line: null };
  }
  if (kind !== 'template') return { template: null, line: null };
  const calls = message.matchAll(/template: ([^\s:]+\/[^\n:]+):(\d+)(?::\d+)?: /g);
  const outermost = /^(?:execution|parse) error at \(([^:]+):(\d+)/.exec(message);
  const [, template = null, line = null] = [...calls].at(-1) ?? outermost ?? [];
  return { template, line: line === null ? null : Number(line) };
}

/** Without the place in Helm's source that it puts in front; each once, as the renderer has them. */
export function warningsIn(stderr: string): string[] {
  const lines = stderr
    .split('\n')
    .filter((line) => line !== '' && !/^walk\.go:\d+: found symbolic link/.test(line))
    .map((line) => line.replace(/^\w+\.go:\d+: /, '').trim());
  return [...new Set(lines)].toSorted();
}
