/** The variables of the runner. */
import { textAt } from '../../../kubernetes/data.ts';
import type { Rule } from '../../rule.ts';
import { mountOf, nameOf, variableOf } from '../../rules/workload.ts';
import { holderOf } from './provisioner-render.ts';
import { rule, runnerVariables } from './runner-render.ts';

const environment = rule(
  {
    id: 'ksml/environment',
    title: 'Each pod has an instance id of its own, and its logging configuration',
    why: 'KSML_GROUP_INSTANCE_ID makes a pod a static member of its Kafka group: two pods with one id throw each other out. It is the pod’s name, which KSML_K8S_POD_NAME brings and which must stand before it. LOGBACK_CONFIGURATION_FILE must be in a mounted ConfigMap.',
    severity: 'error',
  },
  function* ({ runners, subject }) {
    for (const runner of runners) {
      const { object, container, namespace } = runner;
      const place = (name: string) => ({
        object,
        path: variableOf(container, name)?.path ?? [...container.path, 'env'],
      });
      const pod = variableOf(container, runnerVariables.pod);
      const instance = variableOf(container, runnerVariables.instance);
      if (textAt(pod?.from, 'fieldRef', 'fieldPath') !== 'metadata.name') {
        const message = `${nameOf(runner)}: ${runnerVariables.pod} ${pod === undefined ? 'is missing' : 'is not the name of the pod'}`;
        yield { ...place(runnerVariables.pod), message, hint: 'Read it from the field metadata.name.' };
      }
      const isPodName =
        instance?.value === `$(${runnerVariables.pod})` ||
        textAt(instance?.from, 'fieldRef', 'fieldPath') === 'metadata.name';
      if (!isPodName) {
        const message = `${nameOf(runner)}: ${runnerVariables.instance} ${instance === undefined ? 'is missing' : 'is not the name of the pod'}, so pods of the group have one id or none`;
        yield { ...place(runnerVariables.instance), message, hint: `Set it to $(${runnerVariables.pod}).` };
      } else if (pod !== undefined && instance !== undefined && instance.index < pod.index) {
        const message = `${nameOf(runner)}: ${runnerVariables.instance} stands before ${runnerVariables.pod}, which it uses, so its text stays $(${runnerVariables.pod})`;
        yield { ...place(runnerVariables.instance), message, hint: `Put ${runnerVariables.pod} first.` };
      }
      const logging = variableOf(container, runnerVariables.logging);
      const file = typeof logging?.value === 'string' ? logging.value : undefined;
      const mount = file === undefined ? undefined : mountOf(runner, file);
      const holder = mount === undefined ? undefined : holderOf(mount, namespace, subject.around);
      const key = file?.slice(file.lastIndexOf('/') + 1) ?? '';
      if (file !== undefined && holder?.keys?.has(key) === true) continue;
      if (holder !== undefined && holder.keys === null) continue;
      const what =
        file === undefined
          ? 'is missing'
          : holder === undefined
            ? `is ${file}, and no ConfigMap that exists is mounted there`
            : `is ${file}, and ${holder.kind} ${holder.name} has no key ${key}`;
      yield {
        ...place(runnerVariables.logging),
        value: ['logging', 'configFile'],
        message: `${nameOf(runner)}: ${runnerVariables.logging} ${what}, so the application does not log as the values say`,
        hint: 'Leave logging.configFile at /ksml-logging/logback.xml.',
      };
    }
  },
);

export const runnerEnvironmentRules: readonly Rule[] = [environment];
