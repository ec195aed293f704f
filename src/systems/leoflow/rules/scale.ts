/** LF-13 to LF-15 and LF-26: how many pods there are, and whether drains, upgrades and the database bear it. */
import { at, listAt, numberAt, type Data } from '../../../kubernetes/data.ts';
import { labelSelector, selects } from '../../../kubernetes/selectors.ts';
import type { RenderedObject } from '../../../kubernetes/rendered.ts';
import type { Rule, Verdict } from '../../rule.ts';
import { nameOf, variableOf } from '../../rules/workload.ts';
import { isGiven, ofKind, rule, shown, textOf, type ControlPlane } from './control-plane.ts';

/** Those that count the server's pods. */
const budgetsOf = ({ subject, servers }: ControlPlane): RenderedObject[] =>
  ofKind(subject, 'PodDisruptionBudget').filter(({ manifest }) =>
    servers.some(({ pod }) => selects(labelSelector(at(manifest, 'spec', 'selector')), pod.labels)),
  );

const budgetValue = (field: string): string[] => ['podDisruptionBudget', field];

const oneBound = rule(
  {
    id: 'LF-13',
    title: 'A disruption budget has either minAvailable or maxUnavailable',
    why: 'The API server refuses both, and the chart sets minAvailable to 1 by itself: maxUnavailable needs minAvailable: "". The option podDisruptionBudget takes one of them and clears the other.',
    severity: 'error',
  },
  function* ({ subject }) {
    for (const object of ofKind(subject, 'PodDisruptionBudget')) {
      const bounds = ['minAvailable', 'maxUnavailable'].filter((field) =>
        isGiven(at(object.manifest, 'spec', field)),
      );
      if (bounds.length === 1) continue;
      const message = `PodDisruptionBudget ${object.name} has ${bounds.length === 0 ? 'neither minAvailable nor maxUnavailable, so nothing may be drained' : 'minAvailable and maxUnavailable, which the API server refuses'}`;
      const hint = 'Use the option podDisruptionBudget with one of them; as values, set the other to "".';
      yield { object, path: ['spec'], value: budgetValue('maxUnavailable'), message, hint };
    }
  },
);

const drains = rule(
  {
    id: 'LF-14',
    title: 'A disruption budget lets at least one pod go',
    why: 'With minAvailable as many as there are pods no node can be drained: cluster upgrades hang until somebody removes the budget. Ask for fewer, or run more pods.',
    severity: 'error',
  },
  function* (plane) {
    const { fewest } = plane.pods;
    for (const object of budgetsOf(plane)) {
      const minimum = amount(at(object.manifest, 'spec', 'minAvailable'), fewest);
      const maximum = amount(at(object.manifest, 'spec', 'maxUnavailable'), fewest);
      const hint =
        'Lower the option podDisruptionBudget.minAvailable, use maxUnavailable: 1, or raise the option replicas.';
      if (minimum !== null && minimum >= fewest) {
        const message = `PodDisruptionBudget ${object.name} keeps ${minimum} of ${fewest} pods, so no node with one of them can be drained`;
        yield { object, path: ['spec', 'minAvailable'], value: budgetValue('minAvailable'), message, hint };
      } else if (maximum === 0) {
        const message = `PodDisruptionBudget ${object.name} lets no pod go, so no node with one of them can be drained`;
        yield {
          object,
          path: ['spec', 'maxUnavailable'],
          value: budgetValue('maxUnavailable'),
          message,
          hint,
        };
      }
    }
  },
);

/** Kubernetes rounds percentages of both up. `null` if there is none. */
function amount(bound: Data | undefined, pods: number): number | null {
  if (typeof bound === 'number') return bound;
  const [, percent] = /^(\d+)%$/.exec(typeof bound === 'string' ? bound : '') ?? [];
  return percent === undefined ? null : Math.ceil((Number(percent) * pods) / 100);
}

const bounds = rule(
  {
    id: 'LF-15',
    title: 'The autoscaler goes from at least one pod to no fewer, and owns their number',
    why: 'The API server refuses a maximum below the minimum. The chart writes replicas beside the autoscaler, so every upgrade goes back to that number, below the minimum too, until the autoscaler acts. The option autoscaling keeps replicaCount at the minimum.',
    severity: 'error',
  },
  function* ({ autoscalers, servers }) {
    for (const object of autoscalers) {
      const min = numberAt(object.manifest, 'spec', 'minReplicas') ?? 1;
      const max = numberAt(object.manifest, 'spec', 'maxReplicas');
      const of = `HorizontalPodAutoscaler ${object.name}`;
      const place = { object, path: ['spec'], hint: 'Use the option autoscaling with 1 ≤ min ≤ max.' };
      if (min < 1)
        yield {
          ...place,
          value: ['autoscaling', 'minReplicas'],
          message: `${of}: minReplicas is ${min}, and at least one pod must stay`,
        };
      if (max === undefined || max < min) {
        yield {
          ...place,
          value: ['autoscaling', 'maxReplicas'],
          message: `${of}: maxReplicas is ${shown(max)}, and minReplicas is ${min}`,
        };
      }
      for (const server of servers) {
        yield* resets(server.object, object, min, max ?? min);
        yield* unmeasured(server, object);
      }
    }
  },
);

function* resets(
  object: RenderedObject,
  scaler: RenderedObject,
  min: number,
  max: number,
): Iterable<Verdict> {
  const replicas = numberAt(object.manifest, 'spec', 'replicas');
  if (replicas === undefined) return;
  const isOutside = replicas < min || replicas > max;
  const message = `${object.kind} ${object.name} writes ${replicas} replicas${isOutside ? `, outside of the ${min} to ${max}` : ' beside those'} of HorizontalPodAutoscaler ${scaler.name}, so every upgrade goes back to that number for a while`;
  const hint = 'Use the option autoscaling, and a chart that leaves replicas out.';
  yield {
    object,
    path: ['spec', 'replicas'],
    value: ['replicaCount'],
    message,
    hint,
    severity: isOutside ? 'warning' : 'notice',
  };
}

/** A share of the request that there is none of. */
function* unmeasured(
  { container, object }: ControlPlane['servers'][number],
  scaler: RenderedObject,
): Iterable<Verdict> {
  for (const metric of listAt(scaler.manifest, 'spec', 'metrics')) {
    const resource = at(metric, 'resource', 'name');
    if (typeof resource !== 'string' || at(metric, 'resource', 'target', 'type') !== 'Utilization') continue;
    const has = (list: string): boolean => isGiven(at(container.spec, 'resources', list, resource));
    if (has('requests') || has('limits')) continue;
    const message = `${nameOf({ object, container })} requests no ${resource}, so HorizontalPodAutoscaler ${scaler.name} cannot tell its use and never scales`;
    const hint = `Set the option resources.requests.${resource}.`;
    yield {
      object,
      path: [...container.path, 'resources'],
      value: ['resources', 'requests', resource],
      message,
      hint,
    };
  }
}

const most = 'LEOFLOW_DATABASE_MAX_OPEN_CONNS';
const idle = 'LEOFLOW_DATABASE_MAX_IDLE_CONNS';

const pool = rule(
  {
    id: 'LF-26',
    title:
      'All pods together open no more connections than PostgreSQL takes, and keep no more idle than open',
    why: 'Beyond max_connections PostgreSQL refuses connections, of other programs as well. It is the number of pods times database.maxOpenConns that counts. Give the option database.pool, with serverMax to have it checked.',
    severity: 'error',
  },
  function* ({ servers, pods, subject }) {
    const serverMax = numberAt(subject.release.options, 'database', 'pool', 'serverMax');
    for (const server of servers) {
      const [open, kept] = [most, idle].map((name) => Number(textOf(server, name) ?? Number.NaN));
      if (open === undefined || kept === undefined || Number.isNaN(open)) continue; // leoflow/environment says so
      const place = { object: server.object, path: variableOf(server.container, most)?.path };
      if (kept > open) {
        const message = `${nameOf(server)} keeps ${kept} idle connections of at most ${open} open ones`;
        const hint = 'Lower the option database.pool.maxIdle (database.maxIdleConns).';
        yield { ...place, value: ['database', 'maxIdleConns'], message, hint, severity: 'warning' };
      }
      if (serverMax === undefined) {
        yield {
          notChecked: `whether PostgreSQL takes ${pods.most * open} connections (${pods.most} × ${open}): the option database.pool.serverMax does not say`,
        };
      } else if (pods.most * open > serverMax) {
        const message = `${pods.most} pods of ${server.object.kind} ${server.object.name} with ${open} connections each are more than the ${serverMax} of PostgreSQL`;
        const hint =
          'Lower the option database.pool.maxOpen or the number of pods, or raise max_connections.';
        yield { ...place, value: ['database', 'maxOpenConns'], message, hint };
      }
    }
  },
);

export const scaleRules: readonly Rule[] = [oneBound, drains, bounds, pool];
