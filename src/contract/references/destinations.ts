/** What the pods of a workload are told to talk to: in variables, arguments, and the ConfigMaps that they read. */
import { at, isMap, listAt, textAt, textsAt } from '../../kubernetes/data.ts';
import { perManifest } from '../../kubernetes/per-manifest.ts';
import { containersOf, podTemplateOf } from '../../kubernetes/pods.ts';
import { referencesOf } from '../../kubernetes/references.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Subject } from '../../systems/rule.ts';
import { addressesIn, type Address } from './addresses.ts';
import type { Workload } from './pods-around.ts';

export interface Destination extends Address {
  /** `variable LOKI_URL`, `ConfigMap sf2loki-config, config.yaml` */
  readonly source: string;
}

/** Each address once, with the first source that has it. */
export function destinationsOf(workload: Workload, { around }: Subject): readonly Destination[] {
  const found = new Map<string, Destination>();
  const add = (destinations: readonly Destination[]): void => {
    for (const one of destinations) {
      const id = `${one.host}:${one.port}/${one.protocol}`;
      if (!found.has(id)) found.set(id, one);
    }
  };
  add(inPod(workload.object));
  for (const { kind, name, keys } of referencesOf(workload.object)) {
    if (kind !== 'ConfigMap') continue;
    const map = around.find('ConfigMap', workload.namespace, name)?.object;
    if (map === null || map === undefined) continue;
    add(inConfigMap(map).filter(({ key }) => keys.length === 0 || keys.includes(key)));
  }
  return [...found.values()];
}

const inPod = perManifest((object): readonly Destination[] => {
  const pod = podTemplateOf(object);
  if (pod === null) return [];
  return containersOf(pod).flatMap(({ name, spec }) => [
    ...listAt(spec, 'env').flatMap((variable) =>
      from(textAt(variable, 'value'), `variable ${textAt(variable, 'name') ?? ''}`),
    ),
    ...['command', 'args'].flatMap((list) =>
      listAt(spec, list).flatMap((word) =>
        from(typeof word === 'string' ? word : undefined, `${list} of container ${name}`),
      ),
    ),
  ]);
});

const inConfigMap = perManifest((map: RenderedObject): readonly (Destination & { readonly key: string })[] =>
  isMap(at(map.manifest, 'data'))
    ? Object.entries(textsAt(map.manifest, 'data')).flatMap(([key, text]) =>
        from(text, `ConfigMap ${map.name}, ${key}`).map((one) => ({ ...one, key })),
      )
    : [],
);

const from = (text: string | undefined, source: string): Destination[] =>
  text === undefined ? [] : addressesIn(text).map((address) => ({ ...address, source }));
