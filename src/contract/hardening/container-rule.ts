/** Rules over pods and containers, one at a time. */
import type { DataPath } from '../../kubernetes/data.ts';
import { containersOf, podTemplatesIn, type Container, type PodTemplate } from '../../kubernetes/pods.ts';
import type { Rule, Subject, Violation } from '../../systems/rule.ts';

export interface Flaw {
  /** Below the pod's or the container's spec. */
  readonly path: DataPath;
  readonly message: string;
  readonly hint: string;
  readonly severity?: Violation['severity'];
}

type RuleText = Omit<Rule, 'check'>;

/** A rule that looks at nothing but objects, and always has an answer. */
export interface PodRule extends RuleText {
  readonly check: (subject: Pick<Subject, 'objects'>) => Iterable<Violation>;
}

export function podRule(text: RuleText, flaws: (pod: PodTemplate) => Iterable<Flaw>): PodRule {
  return {
    ...text,
    *check({ objects }) {
      for (const pod of podTemplatesIn(objects)) {
        for (const flaw of flaws(pod)) yield violation(pod, [...pod.path, 'spec'], flaw);
      }
    },
  };
}

/** Ephemeral containers are for debugging, and no chart renders them. */
export function containerRule(text: RuleText, flaws: (container: Container) => Iterable<Flaw>): PodRule {
  return {
    ...text,
    *check({ objects }) {
      for (const container of podTemplatesIn(objects).flatMap(containersOf)) {
        for (const flaw of flaws(container)) {
          const message = `container ${container.name}: ${flaw.message}`;
          yield violation(container.pod, container.path, { ...flaw, message });
        }
      }
    },
  };
}

function violation({ object }: PodTemplate, at: DataPath, flaw: Flaw): Violation {
  return {
    object,
    path: [...at, ...flaw.path],
    message: flaw.message,
    hint: flaw.hint,
    ...(flaw.severity === undefined ? {} : { severity: flaw.severity }),
  };
}
