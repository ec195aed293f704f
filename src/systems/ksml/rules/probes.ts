/** KR-4 and the probes of an application. */
import { at, isMap, textAt } from '../../../kubernetes/data.ts';
import type { Rule, Subject, Verdict } from '../../rule.ts';
import { said } from '../../rules/said.ts';
import { otherThanValue } from '../../rules/passed-on.ts';
import { nameOf, podPortsOf } from '../../rules/workload.ts';
import { configIn, rule, type Runner, unknownConfig } from './runner-render.ts';

const endpoints = { startupProbe: '/startup', readinessProbe: '/ready', livenessProbe: '/live' } as const;

const server = rule(
  {
    id: 'KR-4',
    title: 'The probes ask an application server that is switched on, at its port',
    why: 'All three probes ask the runner’s application server. With applicationServer.enabled=false, or another port than the container opens, nobody answers, and the pods restart for ever. Leave it on, or set startupProbe, readinessProbe and livenessProbe to null too.',
    severity: 'error',
  },
  function* ({ runners }) {
    for (const runner of runners) {
      const { object, container, pod } = runner;
      const known = configIn(runner);
      if (known === null) {
        if (runner.files === null) yield { notChecked: unknownConfig(runner) };
        continue;
      }
      const probed = Object.keys(endpoints).filter((probe) => isMap(at(container.spec, probe)));
      const isOff = at(known.ksml, 'applicationServer', 'enabled') === false;
      const port = at(known.ksml, 'applicationServer', 'port');
      const http = podPortsOf(pod).find(({ name }) => name === 'http');
      if (isOff && probed.length > 0) {
        const message = `${nameOf(runner)}: ${probed.join(', ')} ask the application server, which is switched off, so the pods restart for ever`;
        yield {
          object,
          path: [...container.path, probed[0] ?? ''],
          value: ['applicationServer', 'enabled'],
          message,
          hint: 'Remove applicationServer.enabled: false, or set the three probes to null.',
        };
      } else if (!isOff && port !== undefined && said(http?.number) !== said(port)) {
        const message = `${nameOf(runner)}: port http is ${http?.number ?? 'missing'}, and the application server listens at ${said(port)}`;
        yield {
          object,
          path: http?.path ?? [...container.path, 'ports'],
          value: ['applicationServer', 'port'],
          message,
          hint: 'Let container port and configuration come from applicationServer.port.',
        };
      }
    }
  },
);

const probes = rule(
  {
    id: 'ksml/probes',
    title: 'Pods are probed at /startup, /ready and /live of port http',
    why: 'A runner that starts slowly, has lost its streams or hangs is told apart by three endpoints. A probe that is missing or asks another one keeps a dead application in service, or restarts a healthy one.',
    severity: 'error',
  },
  function* ({ runners, subject }) {
    for (const runner of runners) {
      if (runner.isJob) continue;
      for (const [probe, endpoint] of Object.entries(endpoints))
        yield* probeFlaws(runner, { probe, endpoint }, subject);
    }
  },
);

function* probeFlaws(
  runner: Runner,
  { probe, endpoint }: { readonly probe: string; readonly endpoint: string },
  subject: Subject,
): Iterable<Verdict> {
  const { object, container, pod } = runner;
  const found = at(container.spec, probe);
  const place = { object, path: [...container.path, probe], value: [probe] };
  const isOff = at(configIn(runner)?.ksml, 'applicationServer', 'enabled') === false;
  if (!isMap(found)) {
    const isAsked = isMap(at(subject.values, probe));
    if (isOff && !isAsked) return;
    const message = `${nameOf(runner)} has no ${probe}${isAsked ? ', and the values have one' : ''}`;
    yield {
      ...place,
      message,
      hint: `Leave the value ${probe} as the chart has it.`,
      severity: isAsked ? 'error' : 'warning',
    };
    return;
  }
  const path = textAt(found, 'httpGet', 'path');
  if (path !== endpoint) {
    yield {
      ...place,
      message: `${nameOf(runner)}: the ${probe} asks ${path ?? 'no HTTP path'}, and the endpoint is ${endpoint}`,
      hint: `Set ${probe}.httpGet.path: ${endpoint}.`,
    };
  }
  const port = at(found, 'httpGet', 'port');
  const ports = podPortsOf(pod).filter(({ name, number }) => name === port || number === port);
  if (ports.some(({ name }) => name === 'http')) {
    if (path === endpoint) yield* otherThanValue(object, place.path, subject, place.value);
    return;
  }
  yield {
    ...place,
    message: `${nameOf(runner)}: the ${probe} asks port ${said(port ?? 'none')}, and the application server is at port http`,
    hint: `Set ${probe}.httpGet.port: http.`,
  };
}

export const probeRules: readonly Rule[] = [server, probes];
