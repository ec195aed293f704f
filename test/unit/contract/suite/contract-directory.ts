/** Real directories with a contract file, `contract.yaml` if nothing else is said. */
import { z } from 'zod';
import { loadSuite, type SuiteRequest } from '../../../../src/contract/suite/load.ts';
import type { Suite, SuiteCase } from '../../../../src/contract/suite/suite.ts';
import { releaseFields } from '../../../../src/stack/fields.ts';
import type { SystemOptions } from '../../../../src/stack/schema.ts';
import { stackDirectory } from '../../stack/stack-directory.ts';

/** A system with options of two levels. */
const web: SystemOptions = {
  name: 'web',
  options: z.strictObject({
    system: z.literal('web'),
    ...releaseFields,
    replicas: z.int().optional(),
    auth: z.strictObject({ mode: z.enum(['jwt', 'basic']) }).optional(),
  }),
};

export const known: Omit<SuiteRequest, 'directory' | 'file'> = {
  releases: ['shop', 'queue'],
  packs: ['kubernetes', 'references', 'values', 'hardening', 'web'],
  systems: [web],
};

export const contractDirectory = (
  yaml: string | Uint8Array,
  files: Readonly<Record<string, string>> = {},
  links: Readonly<Record<string, string>> = {},
): string => stackDirectory({ 'contract.yaml': yaml, 'chart/Chart.yaml': 'name: web\n', ...files }, links);

export function suite(
  yaml: string | Uint8Array,
  files: Readonly<Record<string, string>> = {},
  links: Readonly<Record<string, string>> = {},
): Suite {
  return loadSuite({ ...known, directory: contractDirectory(yaml, files, links), file: 'contract.yaml' });
}

export function caseOf({ cases }: Suite, name: string): SuiteCase {
  const one = cases.find((other) => other.name === name);
  if (one === undefined)
    throw new Error(`no case ${name}, only ${cases.map((other) => other.name).join(', ')}`);
  return one;
}
