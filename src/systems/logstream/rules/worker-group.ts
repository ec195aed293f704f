/** A render of the worker group chart, of either generation, read once for all rules. */
import { listAt, numberAt, textAt, type Data } from '../../../kubernetes/data.ts';
import type { Container } from '../../../kubernetes/pods.ts';
import type { RenderedObject } from '../../../kubernetes/rendered.ts';
import type { Subject } from '../../rule.ts';
import { rulesOver } from '../../rules/rules-over.ts';
import { servicesOf, type Service } from '../../rules/service.ts';
import { repositoryOf, variableOf, workloadsOf, type Workload } from '../../rules/workload.ts';
import { generationOf, type Generation } from '../generation.ts';
import { leaderLink, urlVariable, type LeaderLink } from './leader-link.ts';

export interface Worker extends Workload {
  readonly leader: LeaderLink;
}

interface Source {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
}

export interface WorkerGroup {
  readonly subject: Subject;
  readonly generation: Generation;
  readonly workers: readonly Worker[];
  readonly services: readonly Service[];
  /** Those that lead to workers. */
  readonly entrances: readonly Service[];
  readonly autoscalers: readonly RenderedObject[];
  /** Of the stack file; `null` where none declares the release. */
  readonly sources: readonly Source[] | null;
}

function read(subject: Subject): WorkerGroup {
  const { chart, values, release, objects } = subject;
  const runsWorker = (container: Container): boolean =>
    container.name === chart.name ||
    /(^|\/)cribl/.test(repositoryOf(container)) ||
    variableOf(container, urlVariable) !== undefined;
  const workers = workloadsOf(subject, runsWorker)
    .filter(({ object }) => object.kind !== 'Pod' && object.kind !== 'Job' && object.kind !== 'CronJob')
    .map((workload) => ({ ...workload, leader: leaderLink(workload, subject) }));
  const services = servicesOf(subject, workers);
  return {
    subject,
    generation: generationOf({ chart }) ?? (values['criblImage'] === undefined ? '1.0' : '4'),
    workers,
    services,
    entrances: services.filter(({ leadsTo }) => leadsTo.length > 0),
    autoscalers: objects.filter(({ kind, hook }) => kind === 'HorizontalPodAutoscaler' && hook === null),
    sources: release.options === null ? null : sourcesIn(listAt(release.options, 'sources')),
  };
}

/** Entries of the option sources, or of service.ports: both are `{name, port, protocol}`. */
export const sourcesIn = (list: readonly Data[]): Source[] =>
  list.flatMap((source) => {
    const port = numberAt(source, 'port');
    const name = textAt(source, 'name') ?? '';
    return port === undefined ? [] : [{ name, port, protocol: textAt(source, 'protocol') ?? 'TCP' }];
  });

export const rule = rulesOver(read);
