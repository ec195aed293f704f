/** What `valueFiles` and `values` may not do to a release of sf2loki. */
import type { Values } from '../../stack/desired.ts';
import { isBackingRef } from '../../stack/values.ts';
import { faultIf } from '../fault.ts';
import type { BeforeOverrides, Fault } from '../system.ts';
import { isLiteral, isMap, listAt, textAt, valueAt } from '../value-path.ts';
import { isHa } from './config.ts';
import { filesOf } from './credentials.ts';
import { environment } from './environment.ts';
import type { Surroundings } from './flaw.ts';
import { hardening } from './hardening.ts';
import { invariants } from './invariants.ts';
import type { Sf2lokiOptions } from './options.ts';
import { withRule } from './refusals.ts';
import { stoppingSeconds } from './stopping.ts';

type Before = BeforeOverrides<Sf2lokiOptions>;

export const faults = (values: Values, before: Before): Fault[] => [
  ...chartSecret(values),
  ...leader(values, before),
  ...application(values, before),
  ...gracePeriod(values, before),
  ...probes(values),
  ...hardening(values),
];

/** The chart would put these into a Secret of its own, and Helm into every release record. */
function chartSecret(values: Values): Fault[] {
  const way = 'SF-19: secrets never enter Helm values: use credentials.files with secret sources';
  const data = valueAt(values, ['secrets', 'data']);
  return [
    ...faultIf(valueAt(values, ['secrets', 'create']) === true, ['secrets', 'create'], way),
    ...faultIf(isMap(data) && Object.keys(data).length > 0, ['secrets', 'data'], way),
  ];
}

/** Number of pods, leader and Lease belong together, and config.yaml was made for what the options say. */
function leader(values: Values, { options, own }: Before): Fault[] {
  const ha = isHa(options);
  const enabled = valueAt(values, ['ha', 'enabled']) === true;
  const replicas = Number(valueAt(values, ['replicaCount']) ?? 1);
  const lease = ['ha', 'leaseName'];
  const alone = valueAt(own, ['rollingUpdate', 'maxSurge']) === 0;
  return [
    ...faultIf(
      enabled !== ha,
      ['ha', 'enabled'],
      `SF-2: config.yaml is made ${ha ? 'for a leader, and without the chart’s ha no pod could become it' : 'for one pod without a leader'}: use the option ha`,
    ),
    ...faultIf(
      !enabled && replicas > 1,
      ['replicaCount'],
      `SF-1: ${replicas} replicas without ha would each deliver every event: use the option replicas`,
    ),
    ...faultIf(
      enabled && ha && textAt(values, lease) !== textAt(own, lease),
      lease,
      'SF-3: the pods could use another Lease than the one that config.yaml names: use the option lease.name',
    ),
    ...faultIf(
      alone && valueAt(values, ['rollingUpdate', 'maxSurge']) !== 0,
      ['rollingUpdate', 'maxSurge'],
      'SF-23: a second pod beside the only one would deliver every event again: leave it at 0, or use the option ha',
    ),
  ];
}

/** config.yaml as it becomes; `configOverride` has been judged by the recipe, which follows it. */
function application(values: Values, before: Before): Fault[] {
  const override = valueAt(values, ['configOverride']) ?? '';
  if (override !== (before.own.configOverride ?? '')) {
    const message =
      'SF-18: what stands here is not checked, and bucket and grace period would not follow it: use the option configOverride';
    return [{ path: ['configOverride'], message }];
  }
  if (override !== '') return [];
  return invariants(values.config ?? {}, surroundings(values, before)).map(({ rule, at, message }) => ({
    path: ['config', ...at],
    message: withRule(rule, message),
  }));
}

function surroundings(values: Values, { options, own }: Before): Surroundings {
  const sources = listAt(values, ['extraEnvFrom']);
  const isKnown = sources.every((source) => isBackingRef(valueAt(source, ['secretRef', 'name'])));
  const env = valueAt(values, ['env']);
  const names = [...environment(options).map(({ name }) => name), ...(isMap(env) ? Object.keys(env) : [])];
  return {
    ha: isHa(options),
    namespace: options.namespace,
    leaseName: textAt(own, ['ha', 'leaseName']),
    files: mountedFiles(values, options),
    variables: isKnown ? new Set(names) : null,
    stateDir: textAt(values, ['stateDir']) ?? '/var/lib/sf2loki',
  };
}

/** Files under /etc/sf2loki/secrets; null if the values mount a Secret that nobody here knows. */
function mountedFiles(values: Values, { credentials }: Sf2lokiOptions): ReadonlySet<string> | null {
  const existing = valueAt(values, ['secrets', 'existingSecret']);
  if (typeof existing === 'string' && existing !== (credentials.existingSecret ?? '')) return null;
  if (credentials.external === undefined) return filesOf(credentials);
  const data = listAt(values, ['externalSecrets', 'data']);
  return new Set(data.flatMap((entry) => textAt(entry, ['secretKey']) ?? []));
}

/** The recipe derives it from config.yaml, which the values may change too. An override is followed by the recipe only. */
function gracePeriod(values: Values, { own }: Before): Fault[] {
  const at = ['terminationGracePeriodSeconds'];
  const given = Number(valueAt(values, at) ?? 0);
  if (isLiteral(values.configOverride)) return [];
  const needed = stoppingSeconds(values.config ?? {});
  return faultIf(
    given < needed,
    given === valueAt(own, at) ? ['config', 'service', 'shutdown_grace'] : at,
    `SF-10: the kubelet would kill sf2loki after ${given} s, and it needs ${needed} s to deliver what it has: use the option shutdownGrace`,
  );
}

/** The chart writes its own httpGet beside the handler of the values: a key twice, of which the last one counts. */
function probes(values: Values): Fault[] {
  return ['readiness', 'liveness'].flatMap((probe) =>
    ['httpGet', 'exec', 'tcpSocket', 'grpc'].flatMap((handler) =>
      faultIf(
        (valueAt(values, ['probes', probe, handler]) ?? null) !== null,
        ['probes', probe, handler],
        'SF-9: the chart has a handler of its own, and a probe with two is broken: remove it; delays and thresholds can be set',
      ),
    ),
  );
}
