/** Real stack directories for the tests, and small systems to put into their stack files. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import {
  dnsLabel,
  quantity,
  releaseFields,
  secretSource,
  textOrSecret,
  textSource,
} from '../../../src/stack/fields.ts';
import { loadStackFile, type LoadedStack } from '../../../src/stack/load.ts';
import type { SystemOptions } from '../../../src/stack/schema.ts';

/** A directory that is gone when the test is over. `links` are symbolic links: name → target. */
export function stackDirectory(
  files: Readonly<Record<string, string | Uint8Array>>,
  links: Readonly<Record<string, string>> = {},
): string {
  const directory = mkdtempSync(join(tmpdir(), 'stack-file-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), content);
  }
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(directory, name));
  return directory;
}

/** A web application, with one option of each kind that systems have. */
export const web: SystemOptions = {
  name: 'web',
  options: z
    .strictObject({
      system: z.literal('web'),
      ...releaseFields,
      replicas: z.int().min(1).max(50).default(1),
      ha: z.boolean().default(false),
      tier: z.enum(['frontend', 'backend']).optional(),
      memory: quantity.optional(),
      token: secretSource.optional(),
      user: textOrSecret.optional(),
      auth: z.strictObject({ jwtSecret: secretSource, ttl: z.int().multipleOf(60).optional() }).optional(),
      banner: textSource.optional(),
      hosts: z
        .array(z.strictObject({ name: z.string().min(1), path: z.string().optional() }))
        .min(1)
        .optional(),
    })
    .superRefine(({ replicas, ha }, context) => {
      if (replicas === 1 || ha) return;
      context.addIssue({ code: 'custom', path: ['replicas'], message: `${replicas} replicas need ha: true` });
    }),
};

/** A queue with a choice of stores. */
export const queue: SystemOptions = {
  name: 'queue',
  options: z.strictObject({
    system: z.literal('queue'),
    ...releaseFields,
    namespace: dnsLabel.default('queues'),
    store: z.union([
      z.literal('memory'),
      z.strictObject({ bucket: z.string(), region: z.string() }),
      z.strictObject({ volume: quantity, class: z.string().optional() }),
    ]),
  }),
};

/** The four lines that a stack file needs besides its releases; what follows starts in line 5. */
export const head = 'apiVersion: k8s-deploy/v1\nname: shop\ncluster:\n  identifier: test\n';

/** A plain release on one line, to stand under `releases:`. */
export const plain = '{chart: {ref: ./chart}, namespace: shop}';

export function load(
  directory: string,
  stack = 'dev',
  systems: readonly SystemOptions[] = [web, queue],
): LoadedStack {
  return loadStackFile({ directory, stack, systems });
}
