/** Since when a kind is deprecated and until when it is served, from the generated code that the API server takes its warnings from. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Lifecycle } from '../../src/contract/kubernetes/shape.ts';

/** What the generated code leaves out: the server warns of these elsewhere, or the types are gone from every module that we read. */
const others: Readonly<Record<string, Lifecycle>> = {
  'v1/ComponentStatus': { deprecated: 19, removed: null, replacement: null },
  'v1/Endpoints': { deprecated: 33, removed: null, replacement: 'discovery.k8s.io/v1 EndpointSlice' },
  'settings.k8s.io/v1alpha1/PodPreset': { deprecated: null, removed: 20, replacement: null },
  'batch/v2alpha1/CronJob': { deprecated: null, removed: 21, replacement: 'batch/v1 CronJob' },
  'auditregistration.k8s.io/v1alpha1/AuditSink': { deprecated: null, removed: 19, replacement: null },
};

/** By `group/version/Kind`; of the folders, the later ones win. */
export function lifecyclesIn(folders: readonly string[]): Record<string, Lifecycle> {
  const all: Record<string, Lifecycle> = { ...others };
  for (const folder of folders) {
    for (const file of globSync('**/zz_generated.prerelease-lifecycle.go', { cwd: folder }).toSorted()) {
      Object.assign(all, lifecyclesOf(join(folder, file)));
    }
  }
  return Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function lifecyclesOf(file: string): Record<string, Lifecycle> {
  const version = /([^/]+)\/[^/]+$/.exec(file)?.[1] ?? '';
  const register = readFileSync(join(dirname(file), 'register.go'), 'utf8');
  const group = /GroupName = "([^"]*)"/.exec(register)?.[1];
  if (group === undefined) throw new Error(`${file}: no group name beside it`);
  const text = readFileSync(file, 'utf8');
  const kinds = new Set([...text.matchAll(/^func \(in \*(\w+)\)/gm)].map(([, kind = '']) => kind));
  return Object.fromEntries(
    [...kinds]
      .filter((kind) => !kind.endsWith('List'))
      .map((kind): [string, Lifecycle] => [
        [group, version, kind].filter((part) => part !== '').join('/'),
        {
          deprecated: minorOf(text, kind, 'Deprecated'),
          removed: minorOf(text, kind, 'Removed'),
          replacement: replacementOf(text, kind),
        },
      ])
      .filter(([, { deprecated, removed }]) => deprecated !== null || removed !== null),
  );
}

function minorOf(text: string, kind: string, stage: string): number | null {
  const minor = new RegExp(
    `\\*${kind}\\) APILifecycle${stage}\\(\\) \\(major, minor int\\) \\{\\s+return 1, (\\d+)`,
  ).exec(text)?.[1];
  return minor === undefined ? null : Number(minor);
}

function replacementOf(text: string, kind: string): string | null {
  const [, group, version, other] =
    new RegExp(
      `\\*${kind}\\) APILifecycleReplacement\\(\\)[^}]*\\{Group: "([^"]*)", Version: "([^"]*)", Kind: "([^"]*)"`,
    ).exec(text) ?? [];
  return version === undefined ? null : `${group === '' ? '' : `${group}/`}${version} ${other}`;
}
