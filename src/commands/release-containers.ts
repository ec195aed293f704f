/** The containers of releases, as they run now. */
import type { Connection } from '../cluster/connection.ts';
import { releasePods } from '../cluster/release-pods.ts';
import { podContainers, type PodContainer } from '../kubernetes/pod-containers.ts';
import { Failure } from '../stack/failure.ts';
import { suggestion } from '../stack/nearest.ts';
import { podSecrets } from './pod-secrets.ts';
import type { RunningReleases } from './running-releases.ts';
import type { Io } from './session.ts';

export interface ReleaseContainer extends PodContainer {
  /** Key of the release. */
  readonly release: string;
}

export interface ReleaseContainers {
  /** Without init and ephemeral ones, unless one is named. What the Secrets of their pods hold is learnt before. */
  readonly list: () => Promise<readonly ReleaseContainer[]>;
  /** Throws a `Failure` (configuration) if none of them has the name that was asked for. */
  readonly requireNamed: () => void;
}

/** `onGap`: told of what is not known, each once. `name`: of the containers that are meant; undefined for all. */
export function releaseContainers(
  connection: Connection,
  { discovery, releases }: RunningReleases,
  name: string | undefined,
  { redactor }: Io,
  onGap: (gap: string) => void,
): ReleaseContainers {
  const secrets = podSecrets(connection, discovery, redactor);
  const told = new Set<string>();
  const seen = new Set<string>();
  const tell = (gaps: readonly string[]): void => {
    for (const gap of gaps.filter((each) => !told.has(each))) {
      told.add(gap);
      onGap(gap);
    }
  };
  return {
    async list() {
      const found = await Promise.all(
        releases.map(async ({ release, applied }) => {
          const { workloads, gaps } = await releasePods(connection, discovery, applied.objects);
          tell(gaps);
          tell(await secrets.learn(workloads));
          const all = workloads.flatMap(({ pods }) => pods).flatMap(podContainers);
          for (const { container } of all) seen.add(container);
          return all
            .filter(({ container, type }) => (name === undefined ? type === 'container' : container === name))
            .map((container) => ({ ...container, release: release.key }));
        }),
      );
      return found.flat();
    },
    requireNamed() {
      if (name === undefined || seen.has(name) || seen.size === 0) return;
      throw new Failure('configuration', `no pod has a container "${name}"${suggestion(name, [...seen])}`, {
        hint: `there are ${[...seen].toSorted().join(', ')}`,
      });
    },
  };
}
