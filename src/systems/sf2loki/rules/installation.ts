/** What a release of sf2loki is made of, found in its render. */
import { at, numberAt, textAt } from '../../../kubernetes/data.ts';
import { containersOf, podTemplateOf, type Container, type PodTemplate } from '../../../kubernetes/pods.ts';
import type { RenderedObject } from '../../../kubernetes/rendered.ts';
import type { Subject } from '../../rule.ts';
import { configFileOf, type ConfigFile, type NoConfig } from './config-file.ts';

export interface Installation {
  readonly deployment: RenderedObject;
  readonly pod: PodTemplate;
  /** The one that runs sf2loki. */
  readonly container: Container;
  readonly namespace: string;
  /** At most: of the Deployment, or of an autoscaler over it. */
  readonly replicas: number;
  readonly config: ConfigFile | NoConfig;
}

const usual = 'sf2loki';

/** Deployments that run sf2loki, by the name of a container; where none has it, the first Deployment. */
export function deploymentsIn({ objects }: Subject): RenderedObject[] {
  const all = objects.filter(({ kind, hook }) => kind === 'Deployment' && hook === null);
  const byName = all.filter((object) => containerIn(object)?.name === usual);
  return byName.length > 0 ? byName : all.slice(0, 1);
}

function containerIn(deployment: RenderedObject): Container | undefined {
  const pod = podTemplateOf(deployment);
  const containers = pod === null ? [] : containersOf(pod).filter(({ type }) => type === 'container');
  return containers.find(({ name }) => name === usual) ?? containers[0];
}

const found = new WeakMap<Subject, Installation | null>();

/** `null` if there is no Deployment with a container. Every rule asks, and a subject never changes. */
export function installationOf(subject: Subject): Installation | null {
  const known = found.get(subject);
  if (known !== undefined) return known;
  const installation = find(subject);
  found.set(subject, installation);
  return installation;
}

function find(subject: Subject): Installation | null {
  const [deployment] = deploymentsIn(subject);
  const container = deployment === undefined ? undefined : containerIn(deployment);
  if (deployment === undefined || container === undefined) return null;
  const namespace = deployment.namespace ?? subject.release.namespace;
  return {
    deployment,
    pod: container.pod,
    container,
    namespace,
    replicas: replicasOf(deployment, subject),
    config: configFileOf(container, namespace, subject),
  };
}

function replicasOf({ manifest, name }: RenderedObject, { objects }: Subject): number {
  const scaled = objects.flatMap(({ kind, manifest: scaler }) =>
    kind === 'HorizontalPodAutoscaler' && textAt(scaler, 'spec', 'scaleTargetRef', 'name') === name
      ? (numberAt(scaler, 'spec', 'maxReplicas') ?? [])
      : [],
  );
  const own = at(manifest, 'spec', 'replicas');
  return Math.max(typeof own === 'number' ? own : 1, ...scaled);
}
