/** What the kubelet asks, and where. */
import { at, isMap, mapAt, textAt, type Data, type DataMap } from '../../../kubernetes/data.ts';
import type { Subject, Violation } from '../../rule.ts';
import { installationRule } from './installation-rule.ts';
import type { Installation } from './installation.ts';
import { listening, portOf } from './ports.ts';
import { named, namedContainer, shown } from './wording.ts';

const probes = [
  { name: 'liveness', field: 'livenessProbe', path: '/healthz' },
  { name: 'readiness', field: 'readinessProbe', path: '/readyz' },
] as const;

type Probe = (typeof probes)[number];

const handlers: readonly unknown[] = ['httpGet', 'exec', 'tcpSocket', 'grpc'];

export const probePaths = installationRule(
  {
    id: 'SF-9',
    title: 'The liveness probe asks /healthz and the readiness probe /readyz, each by one handler',
    why: 'A standby answers /readyz with 503 for as long as it stands by: asked for liveness, it is restarted without end. A handler among the values becomes a second key beside the chart’s own, of which the last one counts.',
    severity: 'error',
  },
  function* (found, subject) {
    for (const probe of probes) {
      yield* handler(probe, found);
      yield* timing(probe, found, subject);
    }
    yield* twoHandlers(found, subject);
  },
);

const hint = 'Remove the handler from values.probes; delays and thresholds can be set there.';

function* handler(probe: Probe, { container, deployment }: Installation): Iterable<Violation> {
  const found = at(container.spec, probe.field);
  const what = `${namedContainer(container)}: ${probe.field}`;
  const place = {
    object: deployment,
    path: [...container.path, probe.field],
    value: ['probes', probe.name],
    hint,
  };
  if (!isMap(found)) {
    yield { ...place, message: `${what} is ${shown(found)}: expected httpGet ${probe.path}` };
    return;
  }
  const others = Object.keys(found).filter((key) => key !== 'httpGet' && handlers.includes(key));
  if (others.length > 0) {
    yield { ...place, message: `${what} has ${others.join(', ')}: expected httpGet ${probe.path} alone` };
  }
  const path = textAt(found, 'httpGet', 'path');
  if (path !== probe.path) {
    const message = `${what}.httpGet.path is ${shown(path)}: expected ${probe.path}`;
    yield { ...place, path: [...place.path, 'httpGet', 'path'], message };
  }
  const scheme = textAt(found, 'httpGet', 'scheme') ?? 'HTTP';
  if (scheme !== 'HTTP') {
    const message = `${what}.httpGet.scheme is ${scheme}: sf2loki answers HTTP only`;
    yield { ...place, path: [...place.path, 'httpGet', 'scheme'], message };
  }
}

/** Delays and thresholds of the values that the probe does not have. */
function* timing(
  { name, field }: Probe,
  { container, deployment }: Installation,
  { values }: Subject,
): Iterable<Violation> {
  const found = at(container.spec, field);
  for (const [key, value] of Object.entries<Data>(mapAt(values, 'probes', name) satisfies DataMap)) {
    if (!isMap(found) || handlers.includes(key) || value === null || at(found, key) === value) continue;
    yield {
      object: deployment,
      path: [...container.path, field],
      value: ['probes', name, key],
      message: `${namedContainer(container)}: ${field}.${key} is ${shown(at(found, key))}: expected ${shown(value)}, as the values say`,
      hint: 'Give the chart’s probe what values.probes has.',
      severity: 'warning',
    };
  }
}

function* twoHandlers({ deployment }: Installation, { values }: Subject): Iterable<Violation> {
  const twice = deployment.duplicateKeys.filter((path) => handlers.includes(path.at(-1)));
  for (const path of twice) {
    const key = String(path.at(-1));
    const by = probes.find(({ name }) => at(values, 'probes', name, key) !== undefined)?.name;
    yield {
      object: deployment,
      path: path.length > 1 ? path : undefined,
      value: by === undefined ? ['probes'] : ['probes', by, key],
      message: `${named(deployment)}: ${key} stands twice in a probe, and the last one counts${by === undefined ? '' : `: the second is probes.${by}.${key} of the values`}`,
      hint,
    };
  }
  if (twice.length > 0) return;
  for (const { name, field } of probes) {
    for (const key of Object.keys(mapAt(values, 'probes', name)).filter((each) => handlers.includes(each))) {
      if (at(values, 'probes', name, key) === null) continue;
      yield {
        object: deployment,
        value: ['probes', name, key],
        message: `probes.${name}.${key} of the values gives ${field} of ${named(deployment)} a handler beside the chart’s own`,
        hint,
      };
    }
  }
}

const loopback: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

export const healthPort = installationRule(
  {
    id: 'SF-24',
    title: 'The probes ask the port that sf2loki listens on',
    why: 'The chart’s container port is 8080, whatever service.health_addr says. On another port no probe is answered: the pod is restarted without end.',
    severity: 'error',
  },
  function* (found) {
    const { container, deployment } = found;
    const listens = listening(found);
    if (listens === null) {
      yield { notChecked: 'the port of service.health_addr in config.yaml' };
      return;
    }
    const value = ['config', 'service', 'health_addr'];
    const mend = 'Leave config.service.health_addr at ":8080", and the container port with it.';
    if (loopback.includes(listens.host)) {
      const message = `config.yaml, service.health_addr: ${listens.host} answers nobody outside the container: expected ":${listens.port}"`;
      yield { object: deployment, value, message, hint: mend };
    }
    for (const { field } of probes) {
      const reference = at(container.spec, field, 'httpGet', 'port');
      if (at(container.spec, field, 'httpGet') === undefined) continue;
      const port = portOf(container, reference);
      if (port === listens.port) continue;
      const is =
        typeof reference === 'number' || reference === undefined
          ? shown(reference)
          : `${shown(reference)}, ${port === undefined ? 'which the container does not have' : `which is ${port}`}`;
      yield {
        object: deployment,
        path: [...container.path, field, 'httpGet', 'port'],
        value,
        message: `${namedContainer(container)}: ${field}.httpGet.port is ${is}: expected ${listens.port}, where sf2loki listens`,
        hint: mend,
      };
    }
  },
);
