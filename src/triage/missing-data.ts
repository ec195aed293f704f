/** Secrets, ConfigMaps and keys that a pod refers to and that are not there: by what was read, else by the kubelet's words. */
import { listAt, mapAt, textAt, type DataMap } from '../kubernetes/data.ts';
import type { RenderedObject } from '../kubernetes/rendered.ts';
import { podReferences } from '../kubernetes/pod-references.ts';
import { podTemplateOf } from '../kubernetes/pods.ts';
import type { Reference } from '../kubernetes/reference.ts';
import { hints } from './hints.ts';
import { sourceKey, type Scene } from './scene.ts';
import { unmadeSecret } from './secret-maker.ts';
import { idOf, suspect, type Suspect } from './suspect.ts';

/** What the containers of a pod wait for when what they are made of is missing. */
const waiting = new Set(['CreateContainerConfigError', 'ContainerCreating', 'PodInitializing']);

/** Whether it is worth a look if all that the pod refers to is there. */
export const mayLackData = (pod: DataMap): boolean =>
  ['initContainerStatuses', 'containerStatuses'].some((list) =>
    listAt(pod, 'status', list).some((status) =>
      waiting.has(textAt(status, 'state', 'waiting', 'reason') ?? ''),
    ),
  );

/** Secrets and ConfigMaps that it cannot begin without. */
export function dataReferences(pod: DataMap): readonly Reference[] {
  const template = podTemplateOf(asRendered(pod));
  return template === null
    ? []
    : podReferences(template).filter(
        ({ purpose, optional, name }) => purpose === 'data' && !optional && name !== '',
      );
}

/** One suspect for each of them that is missing, or lacks a key. */
export function missingData(pod: DataMap, scene: Scene): Suspect[] {
  const { namespace } = idOf(pod);
  const found = dataReferences(pod).flatMap((reference): Lack[] => {
    const source = scene.sources.get(sourceKey(reference.kind, namespace, reference.name));
    if (source === undefined) return [];
    if (!source.exists) return [{ ...reference, key: null }];
    return reference.keys.flatMap((key) => (source.keys?.has(key) === true ? [] : [{ ...reference, key }]));
  });
  return unlike(found).map((lack) => unmade(lack, pod, scene) ?? told(lack, pod));
}

interface Lack {
  readonly kind: string;
  readonly name: string;
  /** Null if the whole object is missing. */
  readonly key: string | null;
  /** `container web, variable TOKEN` */
  readonly place: string;
}

/** Of several places that want the same the first tells. */
const unlike = (lacks: readonly Lack[]): Lack[] =>
  [
    ...new Map(
      lacks.toReversed().map((lack) => [JSON.stringify([lack.kind, lack.name, lack.key]), lack]),
    ).values(),
  ].toReversed();

/** Somebody else is to make it: that one is to blame. */
function unmade({ kind, name, key, place }: Lack, pod: DataMap, scene: Scene): Suspect | null {
  const { namespace } = idOf(pod);
  return kind !== 'Secret' || key !== null ? null : unmadeSecret({ namespace, name }, place, scene);
}

function told({ kind, name, key, place }: Lack, pod: DataMap): Suspect {
  const object = idOf(pod);
  const where = `${object.namespace ?? 'default'}/${name}`;
  const container = /^(?:init )?container ([^,]+)/.exec(place)?.[1] ?? null;
  if (key !== null) {
    return suspect(
      {
        cause: 'missing-key',
        object,
        message: `${place}: ${kind} ${where} has no key ${key}`,
        hint: hints['missing-key'],
      },
      { container },
    );
  }
  const cause = kind === 'Secret' ? 'missing-secret' : 'missing-config-map';
  return suspect(
    { cause, object, message: `${place}: there is no ${kind} ${where}`, hint: hints[cause] },
    { container },
  );
}

/**
 * The same from what the kubelet says, where nothing could be read: `secret "x" not found`, `couldn't find key k in Secret ns/x` (container
 * configuration), `references non-existent secret key: k` (volumes).
 */
export function missingDataIn(text: string, pod: DataMap, place: string): Suspect | null {
  const absent = /\b(?<kind>secret|configmap)s? "(?<name>[^"]+)" not found/.exec(text)?.groups;
  if (absent !== undefined)
    return told(
      { kind: kinds[absent['kind'] ?? ''] ?? '', name: absent['name'] ?? '', key: null, place },
      pod,
    );
  const key = /couldn't find key (?<key>\S+) in (?<kind>Secret|ConfigMap) [^/\s]+\/(?<name>[^\s,]+)/.exec(
    text,
  )?.groups;
  if (key !== undefined)
    return told({ kind: key['kind'] ?? '', name: key['name'] ?? '', key: key['key'] ?? '', place }, pod);
  const file = /references non-existent (?<kind>secret|config) key: (?<key>[^\s,]+)/.exec(text)?.groups;
  if (file === undefined) return null;
  const kind = file['kind'] === 'secret' ? 'Secret' : 'ConfigMap';
  return told({ kind, name: volumeSource(pod, place, kind), key: file['key'] ?? '', place }, pod);
}

const kinds: Readonly<Record<string, string>> = { secret: 'Secret', configmap: 'ConfigMap' };

/** `place`: `volume files`. The kubelet names the volume, and not what it is made of. */
function volumeSource(pod: DataMap, place: string, kind: string): string {
  const volume = listAt(pod, 'spec', 'volumes').find(
    (each) => place === `volume ${textAt(each, 'name') ?? ''}`,
  );
  const name =
    kind === 'Secret' ? textAt(volume, 'secret', 'secretName') : textAt(volume, 'configMap', 'name');
  return name ?? '(of its volume)';
}

/** As references are read from renders. */
function asRendered(pod: DataMap): RenderedObject {
  const { apiVersion, kind, name, namespace } = idOf(pod);
  return {
    manifest: { ...pod, metadata: mapAt(pod, 'metadata') },
    apiVersion,
    kind,
    name,
    namespace,
    template: '',
    hook: null,
    isCrd: false,
    hash: '',
    duplicateKeys: [],
  };
}
