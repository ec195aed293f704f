/** Deployments and DaemonSets of others, as the API server gives them: what they run, and whether it runs. */
import { listAt, mapAt, numberAt, textAt, type DataMap } from '../../kubernetes/data.ts';

const podSpec = ['spec', 'template', 'spec'] as const;

export const containersOf = (workload: DataMap): readonly DataMap[] =>
  listAt(workload, ...podSpec, 'containers').filter(
    (container) => typeof container === 'object',
  ) as DataMap[];

/** Without tag and digest, in lower case: `quay.io/calico/node`. */
export const repositoryOf = (container: DataMap): string =>
  (textAt(container, 'image') ?? '')
    .toLowerCase()
    .replace(/@.*$/, '')
    .replace(/:[^:/]*$/, '');

export const runs = (workload: DataMap, images: readonly RegExp[]): boolean =>
  containersOf(workload).some((container) => images.some((image) => image.test(repositoryOf(container))));

/** Of a Deployment: at least one pod. */
export const isReady = (deployment: DataMap): boolean =>
  (numberAt(deployment, 'status', 'readyReplicas') ?? 0) > 0;

export function nameOf(workload: DataMap): string {
  const { namespace, name } = mapAt(workload, 'metadata');
  return `${typeof namespace === 'string' ? namespace : ''}/${typeof name === 'string' ? name : ''}`;
}
