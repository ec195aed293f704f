/** KR-10: what Kafka properties hold, and what they refer to. */
import type { DataMap } from '../../../kubernetes/data.ts';
import type { Values } from '../../../stack/desired.ts';
import type { Rule, Verdict } from '../../rule.ts';
import { said } from '../../rules/said.ts';
import { hasUnknownVariables, mountOf, nameOf, variableOf } from '../../rules/workload.ts';
import { kafkaFaults } from '../kafka.ts';
import { runnerFiles } from '../runner-files.ts';
import { holderOf } from './provisioner-render.ts';
import {
  configIn,
  rule,
  type Runner,
  type RunnerConfig,
  type RunnerRender,
  unknownConfig,
} from './runner-render.ts';

const reference = /\$\{(\w+):([^}]*)\}/g;

const properties = rule(
  {
    id: 'KR-10',
    title: 'No secret is in the runner’s ConfigMap, and what its properties refer to is there',
    why: 'The kafka map lands in a ConfigMap as it is, readable by whoever may read ConfigMaps. Passwords belong in the environment or in a mounted Secret, and the property refers to them: ${env:NAME}, ${directory:/path:key}. A reference to what is not there stops the runner. The option kafka takes secret sources and does all of it.',
    severity: 'error',
  },
  function* ({ runners, subject }) {
    for (const runner of runners) {
      const known = configIn(runner);
      if (known === null) {
        if (runner.files === null) yield { notChecked: unknownConfig(runner) };
        continue;
      }
      const object = runner.files?.object;
      const place = { object, path: ['data', runnerFiles.runner] };
      // Properties read from YAML are texts, numbers and maps, as values are.
      const clients = {
        kafka: known.kafka,
        schemaRegistries: known.ksml['schemaRegistries'] ?? null,
      } as Values;
      for (const { path } of kafkaFaults({ ksmlRunnerConfig: clients })) {
        const name = path.slice(1).join('.');
        const message = `ConfigMap ${object?.name}: ${name} is a secret that everybody who may read ConfigMaps has`;
        yield {
          ...place,
          value: path,
          message,
          hint: 'Give the property of the option kafka a secret source, or refer to it by ${env:NAME}.',
        };
      }
      yield* unresolved(runner, known.kafka, { place, around: subject.around });
      yield* twice(known, place, subject.chart.version);
    }
  },
);

type FilePlace = { readonly object: Runner['object'] | undefined; readonly path: readonly string[] };

/** References to variables and files that the container doesn't have, and to providers that aren't switched on. */
function* unresolved(
  runner: Runner,
  kafka: DataMap,
  { place, around }: { readonly place: FilePlace; readonly around: RunnerRender['subject']['around'] },
): Iterable<Verdict> {
  const providers = said(kafka['config.providers'] ?? '')
    .split(',')
    .map((name) => name.trim());
  for (const [property, text] of Object.entries(kafka)) {
    if (typeof text !== 'string') continue;
    const value = ['ksmlRunnerConfig', 'kafka', property];
    for (const [, provider = '', target = ''] of text.matchAll(reference)) {
      const what = `ConfigMap ${place.object?.name}: kafka property ${property} refers to`;
      if (!providers.includes(provider)) {
        const message = `${what} the config provider ${provider}, which config.providers does not list`;
        yield {
          ...place,
          value,
          message,
          hint: `Add ${provider} to config.providers, or use the option kafka with a secret source.`,
        };
      } else if (
        provider === 'env' &&
        variableOf(runner.container, target) === undefined &&
        !hasUnknownVariables(runner.container)
      ) {
        const message = `${what} the variable ${target}, which ${nameOf(runner)} does not have`;
        yield {
          ...place,
          value,
          message,
          hint: `Give the container ${target}, or use the option kafka with a secret source.`,
        };
      } else if (provider === 'directory' || provider === 'file') {
        const [folder = '', key = ''] = target.split(':');
        const mount = mountOf(runner, folder);
        const holder = mount === undefined ? undefined : holderOf(mount, runner.namespace, around);
        const isThere = provider === 'file' || (holder?.keys?.has(key) ?? true);
        if (mount !== undefined && isThere) continue;
        const why =
          mount === undefined
            ? 'where no volume is mounted'
            : `and ${holder?.kind} ${holder?.name} has no key ${key}`;
        yield {
          ...place,
          value,
          message: `${what} ${folder}, ${why}`,
          hint: 'Mount the Secret there, or use the option kafka with a secret source.',
        };
      }
    }
    if (property.endsWith('.location') && text.startsWith('/') && mountOf(runner, text) === undefined) {
      const message = `ConfigMap ${place.object?.name}: kafka property ${property} is ${text}, where no volume is mounted`;
      yield {
        ...place,
        value,
        message,
        hint: 'Mount the Secret there, or use the option kafka with a secret source.',
      };
    }
  }
}

/** The chart writes config.providers, and the kafka map may write it again behind. */
function* twice({ duplicates }: RunnerConfig, place: FilePlace, version: string): Iterable<Verdict> {
  if (duplicates.length === 0) return;
  const isStrict = Number(/^v?(\d+)/.exec(version)?.[1] ?? 0) >= 2;
  const effect = isStrict
    ? 'KSML 2 refuses to start'
    : 'KSML 1 takes the last, and KSML 2 will refuse to start';
  const message = `ConfigMap ${place.object?.name}: ${duplicates.join(', ')} ${duplicates.length === 1 ? 'stands' : 'stand'} twice in ${runnerFiles.runner}; ${effect}`;
  yield {
    ...place,
    value: ['ksmlRunnerConfig', 'kafka'],
    message,
    hint: 'Remove the property from the kafka map; certificates can come as files (ssl.keystore.location).',
    severity: isStrict ? 'error' : 'notice',
  };
}

export const kafkaRules: readonly Rule[] = [properties];
