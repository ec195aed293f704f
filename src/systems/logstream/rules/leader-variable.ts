/** LS-14: the variables that workers get. */
import { at, isMap, textAt } from '../../../kubernetes/data.ts';
import type { Rule, Verdict } from '../../rule.ts';
import { missingKey } from '../../rules/secret-key.ts';
import { hasUnknownVariables, nameOf, variablesOf } from '../../rules/workload.ts';
import { pathOf } from './known-address.ts';
import { urlVariable } from './leader-link.ts';
import { rule, type Worker, type WorkerGroup } from './worker-group.ts';

/** What the chart's `envValueFrom` holds by itself. */
const chartVariables = {
  CRIBL_K8S_POD: { fieldRef: { fieldPath: 'metadata.name' } },
  CRIBL_K8S_CPU_LIMIT: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } },
} as const;

const variable = rule(
  {
    id: 'LS-14',
    title: 'Workers get their leader’s address from a Secret, and what the chart tells them of their pod',
    why: 'Without CRIBL_DIST_MASTER_URL a worker runs on its own and handles nothing. With config.useExistingSecret the chart leaves it out, and envValueFrom must have it; that list replaces the chart’s CRIBL_K8S_POD and CRIBL_K8S_CPU_LIMIT, so it must repeat them. The option leader.token does all of it.',
    severity: 'error',
  },
  function* ({ workers, generation, subject }) {
    for (const worker of workers) {
      yield* addressFlaws(worker, subject);
      if (generation === '4') yield* podFacts(worker);
    }
  },
);

function* addressFlaws(worker: Worker, subject: WorkerGroup['subject']): Iterable<Verdict> {
  const { object, container, leader } = worker;
  const hint = `Use the option leader.token, or give ${urlVariable} in envValueFrom.`;
  const list = { object, path: [...container.path, 'env'], value: ['envValueFrom'], hint };
  if (leader.variable === undefined) {
    if (hasUnknownVariables(container))
      yield { notChecked: `whether envFrom of ${nameOf(worker)} brings ${urlVariable}` };
    else yield { ...list, message: `${nameOf(worker)} has no ${urlVariable}, so the workers find no leader` };
    return;
  }
  const { value, from } = leader.variable;
  if (from === undefined && (value === undefined || value === '')) {
    yield {
      ...list,
      path: pathOf(worker),
      message: `${nameOf(worker)}: ${urlVariable} is empty, so the workers find no leader`,
    };
  } else if (from === undefined && leader.parts.length === 0 && leader.undefinedParts.length === 0) {
    const message = `${nameOf(worker)}: ${urlVariable} stands in the pod as text, so everybody who may read pods has the token`;
    yield { ...list, path: pathOf(worker), message };
  } else if (from !== undefined && !isMap(at(from, 'secretKeyRef'))) {
    const message = `${nameOf(worker)}: ${urlVariable} is not read from a Secret, where the token belongs`;
    yield { ...list, path: pathOf(worker), message };
  }
  for (const name of leader.undefinedParts) {
    const message = `${nameOf(worker)}: ${urlVariable} uses $(${name}), and no variable of that name stands before it, so the text stays as it is`;
    yield { ...list, path: pathOf(worker), message };
  }
  for (const part of leader.parts)
    yield* missingKey(part, worker, subject, { hint, value: ['envValueFrom'] });
}

function* podFacts(worker: Worker): Iterable<Verdict> {
  const { object, container } = worker;
  for (const [name, source] of Object.entries(chartVariables)) {
    const found = variablesOf(container).findLast((one) => one.name === name);
    const [[kind, reference]] = Object.entries(source) as [[string, Readonly<Record<string, string>>]];
    const isRight = Object.entries(reference).every(
      ([field, text]) => textAt(found?.from, kind, field) === text,
    );
    if (isRight || (found === undefined && hasUnknownVariables(container))) continue;
    yield {
      object,
      path: found?.path ?? [...container.path, 'env'],
      value: ['envValueFrom'],
      message: `${nameOf(worker)}: ${name} ${found === undefined ? 'is missing' : `is not the pod's ${Object.values(reference).join(' by ')}`}, so a worker ${name === 'CRIBL_K8S_POD' ? 'is not named after its pod' : found === undefined ? 'counts the CPUs of the whole node' : 'miscounts its CPUs'}`,
      hint: 'A list in envValueFrom replaces the two variables of the chart: repeat CRIBL_K8S_POD and CRIBL_K8S_CPU_LIMIT.',
      severity: 'warning',
    };
  }
}

export const variableRules: readonly Rule[] = [variable];
