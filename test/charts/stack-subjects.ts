/** The releases of a stack directory as rules see them, with what stands around them: the whole way from stack file to subjects. */
import { basename, isAbsolute, join, relative } from 'node:path';
import { backingObjects } from '../../src/contract/references/backing-objects.ts';
import { providedBy, surroundings } from '../../src/contract/references/surroundings.ts';
import type { DesiredRelease, DesiredStack } from '../../src/stack/desired.ts';
import { loadStackFile } from '../../src/stack/load.ts';
import { desire } from '../../src/systems/desire.ts';
import { offlineValues } from '../../src/systems/placeholders.ts';
import { systems } from '../../src/systems/registry.ts';
import type { Subject } from '../../src/systems/rule.ts';
import { externalProvided, type ExternalEntry } from '../../src/contract/references/external.ts';
import { charts } from './helm.ts';
import { subjectOf } from './subject.ts';

export interface StackSubject {
  readonly key: string;
  readonly subject: Subject;
}

export async function stackSubjects(
  directory: string,
  { stack = 'dev', external = [] }: { stack?: string; external?: readonly ExternalEntry[] } = {},
): Promise<{ desired: DesiredStack; subjects: StackSubject[] }> {
  const desired = desire(loadStackFile({ directory, stack, systems }));
  const alone = await Promise.all(
    desired.releases.map(async (release) => ({
      key: release.key,
      subject: await subjectOf(chartOf(release, directory), offlineValues(release.values, desired), {
        release: release.name,
        namespace: release.namespace,
        apiVersions: ['monitoring.coreos.com/v1'],
      }),
    })),
  );
  const common = [...backingObjects(desired), ...externalProvided(external)];
  const provided = alone.map(({ key, subject }) =>
    providedBy(subject.objects, {
      by: `release ${key}`,
      release: key,
      namespace: subject.release.namespace,
    }),
  );
  const subjects = alone.map(({ key, subject }, own) => ({
    key,
    subject: {
      ...subject,
      around: surroundings([
        ...(provided[own] ?? []),
        ...common,
        ...provided.flatMap((each, index) => (index === own ? [] : each)),
      ]),
    },
  }));
  return { desired, subjects };
}

/** The fixture that stands for a public chart, or the local chart, both relative to the fixtures. */
function chartOf({ chart: { ref, version } }: DesiredRelease, directory: string): string {
  if (ref.startsWith('.') || isAbsolute(ref)) return relative(charts, join(directory, ref));
  const name = basename(ref);
  return name === 'logstream-workergroup' && version === '1.0' ? `${name}-1.0` : name;
}
