/** LS-6: TLS between workers and leader. */
import { at } from '../../../kubernetes/data.ts';
import type { Rule, Verdict } from '../../rule.ts';
import { said } from '../../rules/said.ts';
import { hasUnknownVariables, mountOf, nameOf, variableOf } from '../../rules/workload.ts';
import { pathOf, unknown, urls } from './known-address.ts';
import { type LeaderUrl, parameterOf } from './leader-link.ts';
import { rule, type Worker, type WorkerGroup } from './worker-group.ts';

const plainLink = rule(
  {
    id: 'LS-6',
    title: 'Workers and leader talk by TLS, and the workers verify certificates',
    why: 'By tcp:// the token and all configuration travel in plain text. NODE_TLS_REJECT_UNAUTHORIZED=0 makes the workers accept any certificate, of the leader and of every destination. Set leader.tls (with leader.tls.ca for a private authority), or config.tlsLeader.enable with config.rejectSelfSignedCerts: 1. Chart 1.0 has neither.',
    severity: 'warning',
  },
  function* (group) {
    const { workers } = group;
    yield* unknown(workers);
    for (const worker of workers) yield* unverified(worker, group);
    for (const [worker, url] of urls(workers)) {
      const { object } = worker;
      const place = { object, path: pathOf(worker) };
      if (url.scheme === 'tcp') {
        const message = `${nameOf(worker)}: the leader is reached by tcp://, so the token and the configuration travel in plain text`;
        yield {
          ...place,
          value: ['config', 'tlsLeader', 'enable'],
          message,
          hint: 'Set the option leader.tls, or config.tlsLeader.enable.',
        };
      }
      yield* unmounted(worker, url);
    }
  },
);

function* unverified(worker: Worker, { subject, generation }: WorkerGroup): Iterable<Verdict> {
  const name = 'NODE_TLS_REJECT_UNAUTHORIZED';
  const { object, container } = worker;
  const variable = variableOf(container, name);
  const place = {
    object,
    path: variable?.path ?? [...container.path, 'env'],
    value: ['config', 'rejectSelfSignedCerts'],
  };
  const hint = 'Set the option leader.tls, or config.rejectSelfSignedCerts: 1.';
  const asked = at(subject.values, 'config', 'rejectSelfSignedCerts');
  if (
    generation === '4' &&
    asked !== undefined &&
    !hasUnknownVariables(container) &&
    said(variable?.value) !== said(asked)
  ) {
    const found = variable === undefined ? 'is not set' : `is ${said(variable.value)}`;
    const message = `${nameOf(worker)}: ${name} ${found}, and the value config.rejectSelfSignedCerts says ${said(asked)}`;
    yield {
      ...place,
      message,
      hint: 'Let the template write the value into the variable.',
      severity: 'error',
    };
  } else if (variable?.value === '0') {
    yield {
      ...place,
      message: `${nameOf(worker)}: ${name} is 0, so the workers accept any certificate`,
      hint,
    };
  }
}

/** Files that the address names must be mounted. */
function* unmounted(worker: Worker, url: LeaderUrl): Iterable<Verdict> {
  const values = { 'tls.caPath': 'capath', 'tls.certPath': 'certpath', 'tls.privKeyPath': 'privKeyPath' };
  for (const [name, value] of Object.entries(values)) {
    const file = parameterOf(url, name)?.replaceAll('%2F', '/');
    if (file === undefined || mountOf(worker, file) !== undefined) continue;
    yield {
      object: worker.object,
      path: [...worker.container.path, 'volumeMounts'],
      value: ['config', 'tlsLeader', value],
      message: `${nameOf(worker)}: ${name} of the leader's address is ${file}, and no volume is mounted there`,
      hint: 'Use the options leader.tls.ca, leader.tls.certificate and leader.tls.privateKey, or mount it by extraSecretMounts or extraConfigmapMounts.',
      severity: 'error',
    };
  }
}

export const trustRules: readonly Rule[] = [plainLink];
