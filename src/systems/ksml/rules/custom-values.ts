/** KP-17 and how customValues reach the provisioner. */
import { z } from 'zod';
import { at, isMap } from '../../../kubernetes/data.ts';
import { duration } from '../../../stack/fields.ts';
import type { Rule } from '../../rule.ts';
import { hasChecksum, nameOf, variableOf } from '../../rules/workload.ts';
import { kafkaFaults } from '../kafka.ts';
import { runnerFaults } from '../runner-values.ts';
import { isGiven, rule, type CustomValues } from './provisioner-render.ts';

/** The part of the runner chart's values schema that an author of values may break. */
const runnerValues = z.object({
  deploymentMode: z
    .string()
    .regex(/^([Ss]tateful[Ss]et|[Jj]ob)$/, 'expected StatefulSet or Job')
    .optional(),
  replicaCount: z.int('expected a whole number').min(0, 'expected 0 or more').optional(),
  job: z
    .object({
      ttlSecondsAfterFinished: z.int('expected a whole number').min(0, 'expected 0 or more').optional(),
    })
    .optional(),
  applicationServer: z
    .object({ port: z.string('expected the port as text, in quotes').optional() })
    .optional(),
  prometheus: z.object({ port: z.string('expected the port as text, in quotes').optional() }).optional(),
  serviceMonitor: z.object({ interval: duration.optional(), scrapeTimeout: duration.optional() }).optional(),
});

const runner = rule(
  {
    id: 'KP-17',
    title: 'customValues are values that the runner chart takes, and renders',
    why: 'The provisioner lays them over its own for every application. What the runner’s schema refuses, or its templates turn into invalid YAML, fails every POST /deploy; what they leave out silently is missed in production. The option customValues is checked by the same rules as a ksml-application (KR-3 to KR-6, KR-10).',
    severity: 'error',
  },
  function* ({ provisioners, root }) {
    for (const { custom } of provisioners) {
      const object = custom.holder?.object ?? undefined;
      const place = { object, path: ['data', custom.key] };
      const hint = 'Mend the option customValues.';
      if (custom.values === null) yield { notChecked: unknownFile(custom) };
      else if (custom.values === 'malformed') {
        const message = `${custom.file} is not a YAML map of values`;
        yield { ...place, value: [...root, 'customValues'], message, hint };
      } else {
        const { values } = custom;
        const refused = runnerValues.safeParse(values).error?.issues ?? [];
        // Faults of values look at text, numbers and maps only, which data read from YAML is made of.
        const found = [...runnerFaults(values), ...kafkaFaults(values), ...refused];
        for (const { path, message } of found) {
          const steps = path.map((step) => (typeof step === 'symbol' ? '' : step));
          yield {
            ...place,
            value: [...root, 'customValues', ...steps],
            message: `${custom.file ?? 'customValues'}: ${steps.join('.')}: ${message}`,
            hint,
          };
        }
      }
    }
  },
);

/** Why the values in the file can't be judged. */
export const unknownFile = ({ file }: CustomValues): string =>
  `the values of the runner in ${file ?? 'CUSTOM_VALUES_FILE'}, whose content is not known here`;

const nesting = rule(
  {
    id: 'ksml-provisioner/nesting',
    title: 'Values stand where the chart that is installed reads them',
    why: 'The README shows env and rbac at the top and customValues under ksml-provisioner. Installed alone, the chart reads the top level only; as a dependency, everything is under ksml-provisioner. Helm ignores the rest without a word. The option nesting says which it is.',
    severity: 'error',
  },
  function* ({ subject: { chart, given }, root }) {
    const isAlone = chart.name === 'ksml-provisioner';
    const hint = 'Set the option nesting (top-level or umbrella), and move your values accordingly.';
    if (isAlone && isMap(given['ksml-provisioner'])) {
      const message =
        'values under ksml-provisioner do nothing: the chart is installed by itself and reads them at the top level';
      yield { value: ['ksml-provisioner'], message, hint };
    }
    for (const name of root.length === 0 ? [] : ['env', 'rbac', 'serviceAccount', 'customValues']) {
      if (given[name] === undefined) continue;
      yield {
        value: [name],
        message: `the value ${name} at the top level does nothing: the chart is a dependency, and reads it under ksml-provisioner`,
        hint,
      };
    }
  },
);

const customFile = rule(
  {
    id: 'ksml-provisioner/custom-values',
    title: 'customValues reach the provisioner, and a change of them rolls it',
    why: 'The file is read when the provisioner starts. The chart puts it into a ConfigMap, names it in CUSTOM_VALUES_FILE and writes its checksum into the pod; without one of these, applications run without your values, or with those of last month.',
    severity: 'error',
  },
  function* ({ provisioners, values, root, subject }) {
    const asked = at(values, 'customValues');
    const isAsked = isMap(asked) && Object.keys(asked).length > 0;
    for (const one of provisioners) {
      const { object, pod, custom, container } = one;
      const place = { object, value: [...root, 'customValues'] };
      if (isAsked && !isGiven(variableOf(container, 'CUSTOM_VALUES_FILE'))) {
        const message = `${nameOf(one)}: customValues are set, and no CUSTOM_VALUES_FILE names them, so applications run without them`;
        yield {
          ...place,
          path: [...container.path, 'env'],
          message,
          hint: 'Let the template add CUSTOM_VALUES_FILE.',
        };
      }
      const { holder } = custom;
      const isOurs =
        holder?.object !== null && holder?.object !== undefined && subject.objects.includes(holder.object);
      if (!isOurs || hasChecksum(pod)) continue;
      const message = `${object.kind} ${object.name} reads ${holder?.kind} ${holder?.name}, and no checksum of it is among the annotations of its pods, so new values don't roll it`;
      yield {
        ...place,
        path: [...pod.path, 'metadata', 'annotations'],
        message,
        hint: 'Write a checksum of the ConfigMap into the annotations of the pod template.',
      };
    }
  },
);

export const customValueRules: readonly Rule[] = [runner, nesting, customFile];
