/** The Secret behind /etc/sf2loki/secrets: that it is there, holds every file, has one maker, and that a new token arrives. */
import { at, isMap, listAt, mapAt, textAt } from '../../../kubernetes/data.ts';
import type { Provided, Rule, Subject, Verdict } from '../../rule.ts';
import { filesRead } from '../references.ts';
import { secretsFolder } from '../salesforce.ts';
import { configRule, configViolation, flawsOf, installationRule } from './installation-rule.ts';
import type { Installation } from './installation.ts';
import { mountFor, sourceOf } from './volumes.ts';
import { named, namedContainer, shown } from './wording.ts';

const folder = secretsFolder.slice(0, -1);
const hint =
  'Use the option credentials: files, existingSecret or external (values secrets.existingSecret, externalSecrets).';

const isSet = (subject: Subject, ...path: string[]): boolean => (at(subject.values, ...path) ?? '') !== '';

const decidedBy = (subject: Subject): string[] =>
  isSet(subject, 'secrets', 'existingSecret') ? ['secrets', 'existingSecret'] : ['secrets'];

export const secretSource = installationRule(
  {
    id: 'SF-11',
    title: 'Every Secret that the pod mounts is made by somebody',
    why: 'Without a choice the chart mounts <fullname>-secrets, which nothing makes. The pod then waits for it forever, without an error of its own.',
    severity: 'error',
  },
  function* ({ deployment, pod, namespace }, subject) {
    for (const [index, volume] of listAt(pod.spec, 'volumes').entries()) {
      const source = at(volume, 'secret');
      if (!isMap(source)) continue;
      const name = textAt(source, 'secretName') ?? '';
      const place = { object: deployment, path: [...pod.path, 'spec', 'volumes', index, 'secret'] };
      const what = `${named(deployment)}, volume ${textAt(volume, 'name') ?? ''}: Secret ${shown(name)}`;
      if (at(source, 'optional') === true) {
        const message = `${what} is optional, so that the pod starts without the files that sf2loki ends without`;
        yield { ...place, message, hint: 'Remove optional from the chart.' };
      } else if (subject.around.find('Secret', namespace, name) === undefined) {
        const message = `${what} is made by nothing in ${namespace}: the pod never starts`;
        yield { ...place, value: decidedBy(subject), message, hint };
      }
    }
  },
);

export const secretFiles = configRule(
  {
    id: 'SF-12',
    title: 'Every *_file of config.yaml is a key of the Secret, and no secret stands in config.yaml',
    why: 'sf2loki reads every *_file when it starts, also transform-salt and otlp-token of features that are off, and ends if one is missing. A secret in config.yaml would be in a ConfigMap and in every release record.',
    severity: 'error',
  },
  function* (config, found, subject) {
    for (const flaw of flawsOf('SF-12', config, found, subject)) {
      yield configViolation(config, { ...flaw, isSecret: true }, hint);
    }
    const unknown = new Set<string>();
    for (const { path, text } of filesRead(config.data)) {
      const verdict = missingFile(text, found, subject);
      if (verdict === null) continue;
      if ('message' in verdict) yield configViolation(config, { at: path, message: verdict.message }, hint);
      else unknown.add(verdict.notChecked);
    }
    for (const notChecked of unknown) yield { notChecked };
  },
);

function missingFile(
  file: string,
  { container, namespace }: Installation,
  { around }: Subject,
): { message: string } | { notChecked: string } | null {
  const mount = mountFor(container, file);
  if (mount === undefined) {
    return {
      message: `sf2loki reads it when it starts, and no volume is mounted there in ${namedContainer(container)}`,
    };
  }
  const source = sourceOf(mount, file);
  if (source === null)
    return {
      notChecked: `the files of volume ${mount.volumeName}, ${mount.type === '' ? 'which is missing' : `of type ${mount.type}`}`,
    };
  const { kind, name, key } = source;
  const provided = around.find(kind, namespace, name);
  if (provided === undefined)
    return { notChecked: `the keys of ${kind} ${namespace}/${name}, which nobody here makes` };
  if (provided.keys === null)
    return { notChecked: `the keys of ${kind} ${namespace}/${name}: ${provided.by}` };
  if (key !== null && provided.keys.has(key)) return null;
  const keys = shown([...provided.keys].toSorted());
  const reason =
    key === null
      ? `the items of volume ${mount.volumeName} leave it out`
      : `${kind} ${name} has ${keys}: expected a key ${shown(key)}`;
  return { message: `sf2loki reads it when it starts, and ${reason}` };
}

export const oneSecretSource: Rule = {
  id: 'SF-19',
  title: 'The credentials have one maker, and are no Helm values',
  why: 'Beside existingSecret the chart ignores secrets.create; with External Secrets both write the same Secret and undo each other. What secrets.data holds is kept in every release record of Helm.',
  severity: 'error',
  *check(subject) {
    const { objects, release } = subject;
    const isCreated = at(subject.values, 'secrets', 'create') === true;
    if (isCreated && isSet(subject, 'secrets', 'existingSecret')) {
      yield {
        value: ['secrets', 'create'],
        message: `secrets.create is true beside secrets.existingSecret ${shown(at(subject.values, 'secrets', 'existingSecret'))}: the chart makes no Secret, and secrets.data counts for nothing`,
        hint,
        severity: 'warning',
      };
    }
    const targets = objects.filter(({ kind }) => kind === 'ExternalSecret');
    for (const secret of objects.filter(({ kind, hook }) => kind === 'Secret' && hook === null)) {
      const rival = targets.find(
        (target) =>
          (textAt(target.manifest, 'spec', 'target', 'name') ?? target.name) === secret.name &&
          (target.namespace ?? release.namespace) === (secret.namespace ?? release.namespace),
      );
      const place = { object: secret, value: ['secrets', 'create'], hint };
      if (rival !== undefined) {
        yield {
          ...place,
          message: `${named(secret)} is written by the chart and by ${named(rival)}: expected one of them`,
        };
      } else if (
        Object.keys({ ...mapAt(secret.manifest, 'data'), ...mapAt(secret.manifest, 'stringData') }).length > 0
      ) {
        const message = `${named(secret)} is made of Helm values, which every release record keeps`;
        yield { ...place, message, severity: 'warning' };
      }
    }
  },
};

/** On the pods of a Secret with a fixed name; it changes with the Secret. */
const versionAnnotation = 'k8s-deploy/credentials';

export const rotation = installationRule(
  {
    id: 'SF-21',
    title: 'A new secret reaches the pods',
    why: 'The chart’s checksum covers the ConfigMaps and not the Secret, and sf2loki reads its files once. A Secret of the stack gets a new name with new content; with any other, restart the pods after a rotation.',
    severity: 'notice',
  },
  function* (found, subject) {
    const mount = mountFor(found.container, folder);
    const name = mount === undefined ? undefined : sourceOf(mount, folder)?.name;
    if (name === undefined || found.pod.annotations[versionAnnotation] !== undefined) return;
    const provided = subject.around.find('Secret', found.namespace, name);
    if (provided !== undefined) yield* rotated(provided, found, subject);
  },
);

function* rotated(provided: Provided, { deployment }: Installation, { release }: Subject): Iterable<Verdict> {
  const { name, object, by } = provided;
  const place = { object: deployment, path: ['spec', 'template', 'metadata', 'annotations'] };
  const then = 'no annotation of the pods changes with it, so that they keep the old one';
  if (provided.release === release.name || by.includes('ExternalSecret')) {
    yield object === null
      ? {
          ...place,
          message: `Secret ${name} follows the secrets manager, and ${then}`,
          hint: 'After a rotation: k8s-deploy drift names it, k8s-deploy restart rolls it out.',
        }
      : { ...place, message: `Secret ${name} is made by the chart, and ${then}`, hint, severity: 'warning' };
  } else if (object === null) {
    yield { notChecked: `whether Secret ${name} has changed since it was last applied: ${by}` };
  }
}
