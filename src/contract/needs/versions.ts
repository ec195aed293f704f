/** Versions of Kubernetes and Helm, by what charts declare and systems document. */
import { satisfies, validRange } from 'semver';
import type { ClusterFacts } from './facts.ts';
import { need, type Judge } from './judge.ts';
import { missing, ok, unknown, type Answer, type Asker, type Need } from './need.ts';
import type { Scene } from './scene.ts';

export const versions: Judge = {
  asks: () => [],
  judge: (scene, facts) => [...kubernetes(scene, facts), ...helm(scene)],
};

function kubernetes({ releases }: Scene, { version }: ClusterFacts): Need[] {
  const wanted = releases.flatMap(({ key, chart, needs }) => [
    ...(chart.kubeVersion === null
      ? []
      : [
          {
            range: chart.kubeVersion,
            what: `Kubernetes ${chart.kubeVersion}, by chart ${chart.name} ${chart.version}`,
            by: asker(key),
          },
        ]),
    ...(needs.kubernetes === undefined
      ? []
      : [
          {
            range: `>=${needs.kubernetes}`,
            what: `Kubernetes ${needs.kubernetes} or newer, by its documentation`,
            by: asker(key),
          },
        ]),
  ]);
  return wanted.map(({ range, what, by }) =>
    need('kubernetes-version', 'error', { what, by: [by] }, fitting(version, range)),
  );
}

function fitting(version: string | null, range: string): Answer {
  const look = `Compare it yourself: kubectl version.`;
  if (version === null) return unknown('not known: the API server does not say its version', look);
  const readable = rangeOf(range);
  if (readable === null) return unknown(`the cluster is ${version}; "${range}" cannot be read here`, look);
  return satisfies(version, readable, { includePrerelease: true })
    ? ok(`the cluster is ${version}`)
    : missing(
        `the cluster is ${version}`,
        'Upgrade the cluster, or take a version of the chart that supports it.',
      );
}

/** Helm's ranges put commas where those of npm put spaces. Null if it is none. */
const rangeOf = (range: string): string | null => validRange(range.replaceAll(',', ' '));

const helm = ({ releases, helm: version }: Scene): Need[] =>
  releases.flatMap(({ key, needs }) =>
    needs.helm === undefined
      ? []
      : need(
          'helm-version',
          'error',
          { what: `Helm ${needs.helm} or newer, by its documentation`, by: [asker(key)] },
          satisfies(version, `>=${needs.helm}`)
            ? ok(`releases are applied by Helm ${version}`)
            : missing(`releases are applied by Helm ${version}`, 'Update k8s-deploy.'),
        ),
  );

const asker = (release: string): Asker => ({ release, object: null });
