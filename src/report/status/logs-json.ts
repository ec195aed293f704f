/** What containers have logged, for programs. Its schema is `schemas/logs.schema.json`. */
import { z } from 'zod';
import { jsonDocumentSchema } from '../json-document.ts';
import { list } from '../plan/json-fields.ts';

const source = z.strictObject({
  release: z.string().describe('Under releases: of the stack file'),
  namespace: z.string().describe('Of the pod'),
  pod: z.string().describe('Its name'),
  container: z.string().describe('Its name'),
});

const line = z.strictObject({
  time: z.string().describe('RFC 3339; empty if it is not known'),
  text: z.string().describe('Without secrets, as far as they are known'),
});

export type Source = Readonly<z.output<typeof source>>;
export type Line = Readonly<z.output<typeof line>>;

const logsReport = z
  .strictObject({
    version: z.literal(1).describe('Of this document'),
    logs: list(source.extend({ lines: list(line).describe('Oldest first') })).describe('One a container'),
  })
  .meta({ id: 'Logs', description: 'Of all containers, as they are when it is asked' });

const followedLine = source
  .extend(line.shape)
  .meta({ id: 'FollowedLine', description: 'With --follow: each line of the output is such an object' });

export const logsJsonSchema = (): object =>
  jsonDocumentSchema('logs', 'Result of k8s-deploy logs --json', z.union([logsReport, followedLine]));

export const logLineJson = (from: Source, { time, text }: Line): z.output<typeof followedLine> => ({
  ...from,
  time,
  text,
});

export const logsJson = (
  logs: readonly { readonly container: Source; readonly lines: readonly Line[] }[],
): z.output<typeof logsReport> => ({
  version: 1,
  logs: logs.map(({ container: { release, namespace, pod, container }, lines }) => ({
    release,
    namespace,
    pod,
    container,
    lines: lines.map(({ time, text }) => ({ time, text })),
  })),
});
