import { at, numberAt } from '../../../kubernetes/data.ts';
import { stoppingSeconds } from '../stopping.ts';
import { configRule, configViolation, flawsOf } from './installation-rule.ts';
import { named } from './wording.ts';

/** What Kubernetes takes where nothing is said. */
const usualSeconds = 30;
const hint =
  'Use the option shutdownGrace, which sets both (values config.service.shutdown_grace, terminationGracePeriodSeconds).';

export const gracePeriod = configRule(
  {
    id: 'SF-10',
    title: 'The kubelet waits for as long as sf2loki takes to stop',
    why: 'sf2loki finishes its work for service.shutdown_grace and closes its connections in 5 s more. Killed before that, it loses what it has not delivered and delivers again what it has not noted down.',
    severity: 'error',
  },
  function* (config, found, subject) {
    for (const flaw of flawsOf('SF-10', config, found, subject)) yield configViolation(config, flaw, hint);
    const given = at(found.pod.spec, 'terminationGracePeriodSeconds');
    const seconds = numberAt(found.pod.spec, 'terminationGracePeriodSeconds') ?? usualSeconds;
    const needed = stoppingSeconds(config.data);
    if (seconds >= needed) return;
    yield {
      object: found.deployment,
      path: [...found.pod.path, 'spec', 'terminationGracePeriodSeconds'],
      value: ['terminationGracePeriodSeconds'],
      message: `${named(found.deployment)}: terminationGracePeriodSeconds is ${seconds}${given === undefined ? ', as nothing is set' : ''}: expected at least ${needed}, which is shutdown_grace and 5 s to close`,
      hint,
    };
  },
);
