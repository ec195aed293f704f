/** The runner’s configuration file, and what of it rolls the pods; KR-1, the definitions that it lists. */
import { at, type Data, isMap, textAt } from '../../../kubernetes/data.ts';
import { suggestion } from '../../../stack/nearest.ts';
import type { Rule, Verdict } from '../../rule.ts';
import { readYaml } from '../../rules/embedded-yaml.ts';
import { said } from '../../rules/said.ts';
import { hasChecksum, mountOf, nameOf } from '../../rules/workload.ts';
import { runnerFiles } from '../runner-files.ts';
import { holderOf } from './provisioner-render.ts';
import {
  configIn,
  rule,
  type Runner,
  type RunnerConfig,
  runnerFolder,
  type RunnerRender,
  unknownConfig,
} from './runner-render.ts';

const config = rule(
  {
    id: 'ksml/runner-file',
    title: 'The runner finds its configuration, and a change of it rolls the pods',
    why: 'The chart writes ksml-runner.yaml into a ConfigMap, mounts it at /ksml and puts its checksum into the pod. Without the file the runner does not start; without the checksum a new definition waits for the next restart.',
    severity: 'error',
  },
  function* ({ runners, subject }) {
    if (runners.length === 0) {
      yield {
        value: ['deploymentMode'],
        message: 'no workload of the release runs KSML',
        hint: 'Set deploymentMode to StatefulSet or Job.',
      };
    }
    for (const runner of runners) {
      const { object, pod, files, container } = runner;
      const file = `${runnerFolder}/${runnerFiles.runner}`;
      const place = { object, path: [...container.path, 'volumeMounts'], value: ['ksmlRunnerConfig'] };
      if (files === null) {
        yield* missingFiles(runner, subject, place);
        continue;
      }
      if (files.config === 'malformed') {
        const what =
          files.texts[runnerFiles.runner] === undefined
            ? 'is missing'
            : 'is not well-formed YAML with a map ksml';
        const message = `${nameOf(runner)}: ${file} ${what} in ConfigMap ${files.holder.name}, so the runner does not start`;
        yield {
          object: files.object,
          path: ['data', runnerFiles.runner],
          value: ['ksmlRunnerConfig'],
          message,
          hint: 'Mend the values under ksmlRunnerConfig.',
        };
      } else yield* incomplete(runner, files.config);
      const isOurs = subject.objects.includes(files.object);
      if (!isOurs || hasChecksum(pod)) continue;
      const message = `${object.kind} ${object.name} reads ConfigMap ${files.holder.name}, and no checksum of it is among the annotations of its pods, so a new definition does not roll them`;
      yield {
        object,
        path: [...pod.path, 'metadata', 'annotations'],
        message,
        hint: 'Write checksum/config of the ConfigMap into the annotations of the pod template.',
      };
    }
  },
);

function* missingFiles(
  runner: Runner,
  { around }: RunnerRender['subject'],
  place: { readonly object: Runner['object']; readonly path: Runner['container']['path'] },
): Iterable<Verdict> {
  const mount = mountOf(runner, `${runnerFolder}/${runnerFiles.runner}`);
  const name = textAt(mount?.source, 'configMap', 'name');
  const holder = mount === undefined ? undefined : holderOf(mount, runner.namespace, around);
  if (holder !== undefined) yield { notChecked: unknownConfig(runner) };
  else if (mount === undefined || name === undefined) {
    yield {
      ...place,
      message: `${nameOf(runner)}: no ConfigMap is mounted at ${runnerFolder}, so the runner finds no ${runnerFiles.runner}`,
      hint: 'Mount the ConfigMap -runner at /ksml.',
    };
  } else {
    const others = around.all('ConfigMap', runner.namespace).map((one) => one.name);
    const message = `${nameOf(runner)}: ${runnerFolder} is ConfigMap ${name}, which nothing provides in namespace ${runner.namespace}, so the pods do not start${suggestion(name, others)}`;
    yield {
      ...place,
      path: mount.path,
      message,
      hint: 'Let the volume name the ConfigMap that the chart renders.',
    };
  }
}

function* incomplete(runner: Runner, { ksml, kafka }: RunnerConfig): Iterable<Verdict> {
  const object = runner.files?.object;
  const place = { object, path: ['data', runnerFiles.runner] };
  for (const property of ['application.id', 'bootstrap.servers']) {
    if (isFilled(kafka[property])) continue;
    const message = `ConfigMap ${object?.name}: ${runnerFiles.runner} has no kafka property ${property}, so the runner does not start`;
    yield {
      ...place,
      value: ['ksmlRunnerConfig', 'kafka', property],
      message,
      hint: `Set the option kafka: ${property}.`,
    };
  }
  const exporter = textAt(ksml, 'prometheus', 'configFile') ?? '';
  const key = exporter.slice(exporter.lastIndexOf('/') + 1);
  if (at(ksml, 'prometheus', 'enabled') === true && runner.files?.texts[key] === undefined) {
    const message = `ConfigMap ${object?.name}: the exporter's configuration ${exporter === '' ? '(none)' : exporter} is not in it, so the runner does not start`;
    yield {
      ...place,
      value: ['prometheus', 'config'],
      message,
      hint: 'Leave prometheus.config as the chart has it.',
    };
  }
  for (const [field, value, what] of [
    ['configDirectory', 'definitionDirectory', 'definition'],
    ['schemaDirectory', 'schemaDirectory', 'schema'],
  ] as const) {
    const folder = ksml[field];
    if (folder === undefined || folder === runnerFolder || mountOf(runner, said(folder)) !== undefined)
      continue;
    yield {
      ...place,
      value: ['ksmlRunnerConfig', value],
      message: `ConfigMap ${object?.name}: ${field} is ${said(folder)}, where no volume is mounted, so the runner finds no ${what}`,
      hint: `Leave ksmlRunnerConfig.${value} at ${runnerFolder}.`,
    };
  }
}

const isFilled = (data: Data | undefined): boolean => data !== undefined && data !== null && data !== '';

const definitions = rule(
  {
    id: 'KR-1',
    title: 'Every definition that the runner is told of is a file beside it',
    why: 'ksmlRunnerConfig.definitions maps a namespace to a file name, and the file comes from ksmlDefinitions. Nothing compares them: with a name that does not fit, the runner stops at its start. The option definition writes both.',
    severity: 'error',
  },
  function* ({ runners }) {
    for (const runner of runners) {
      const { files, object } = runner;
      const known = configIn(runner);
      if (files === null || known === null) {
        if (files === null) yield { notChecked: unknownConfig(runner) };
        continue;
      }
      const entries = isMap(known.ksml['definitions']) ? Object.entries(known.ksml['definitions']) : [];
      const place = { object: files.object, path: ['data', runnerFiles.runner] };
      const hint = 'Use the option definition, or give ksmlDefinitions a file of that name.';
      if (entries.length === 0) {
        yield {
          ...place,
          value: ['ksmlRunnerConfig', 'definitions'],
          message: `${object.kind} ${object.name}: no definition is listed, so the runner has nothing to run`,
          hint,
        };
      }
      for (const [namespace, file] of entries) {
        const name = typeof file === 'string' ? file : '';
        const text = files.texts[name];
        const value = ['ksmlRunnerConfig', 'definitions', namespace];
        if (text === undefined) {
          const message = `${object.kind} ${object.name}: the definition ${namespace} is in file ${name}, which ConfigMap ${files.holder.name} does not have${suggestion(name, Object.keys(files.texts))}`;
          yield { ...place, value, message, hint };
        } else if (!isMap(readYaml(text)?.data)) {
          const message = `${object.kind} ${object.name}: ${name}, the definition ${namespace}, is no YAML map of streams, functions and pipelines`;
          yield {
            object: files.object,
            path: ['data', name],
            value: ['ksmlDefinitions', name],
            message,
            hint: 'Mend the file that the option definition names.',
          };
        }
      }
    }
  },
);

export const runnerFileRules: readonly Rule[] = [definitions, config];
