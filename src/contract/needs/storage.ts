/** Claims of volumes, and the storage classes that they get: https://kubernetes.io/docs/concepts/storage/storage-classes/ */
import { isMap, listAt, mapAt, textAt, type Data, type DataMap } from '../../kubernetes/data.ts';
import { podTemplateOf } from '../../kubernetes/pods.ts';
import { need, weighed, type Judge } from './judge.ts';
import { missing, ok, unknown, type Answer, type Need } from './need.ts';
import { askersOf, type Scene, type SceneObject } from './scene.ts';
import { sharing } from './provisioners.ts';

export const storage: Judge = {
  asks: (scene) => (claimsOf(scene).length > 0 ? ['storageClasses'] : []),
  judge: (scene, facts) => {
    const groups = Map.groupBy(claimsOf(scene), ({ claim }) => JSON.stringify(askOf(claim)));
    return [...groups.values()].flatMap((group): Need[] => {
      const [first] = group;
      if (first === undefined) return [];
      const ask = askOf(first.claim);
      const what = `${classText(ask)} for ${ask.modes.join(' and ') || 'volumes'}${ask.isBlock ? ' as block devices' : ''}`;
      const by = askersOf(group.map(({ object }) => object));
      return [
        need(
          'storage-class',
          'error',
          { what, by },
          weighed(facts.storageClasses, (all) => given(ask, all)),
        ),
      ];
    });
  },
};

interface Ask {
  /** Undefined: the default one. Empty: none, a volume that somebody made. */
  readonly name: string | undefined;
  readonly modes: readonly string[];
  readonly isBlock: boolean;
}

const askOf = (claim: Data): Ask => ({
  name: textAt(claim, 'spec', 'storageClassName'),
  modes: listAt(claim, 'spec', 'accessModes').filter((mode) => typeof mode === 'string'),
  isBlock: textAt(claim, 'spec', 'volumeMode') === 'Block',
});

function classText({ name }: Ask): string {
  if (name === undefined) return 'a default storage class';
  return name === '' ? 'a volume without a storage class' : `storage class ${name}`;
}

interface Claimed {
  readonly claim: DataMap;
  readonly object: SceneObject;
}

const claimsOf = ({ objects }: Scene): Claimed[] =>
  objects.flatMap((object) => {
    const { id, manifest, rendered } = object;
    if (id.kind === 'PersistentVolumeClaim') return [{ claim: manifest, object }];
    const templates = id.kind === 'StatefulSet' ? listAt(manifest, 'spec', 'volumeClaimTemplates') : [];
    const ephemeral = listAt(podTemplateOf(rendered)?.spec, 'volumes').map((volume) =>
      mapAt(volume, 'ephemeral', 'volumeClaimTemplate'),
    );
    return [...templates, ...ephemeral]
      .filter((claim) => isMap(claim) && Object.keys(mapAt(claim, 'spec')).length > 0)
      .map((claim) => ({ claim: claim as DataMap, object }));
  });

function given(ask: Ask, classes: readonly DataMap[]): Answer {
  if (ask.name === '')
    return unknown(
      'whether a volume fits is not looked at',
      'Make a PersistentVolume that fits, or name a class.',
    );
  const found =
    ask.name === undefined
      ? classes.find(isDefault)
      : classes.find((each) => textAt(each, 'metadata', 'name') === ask.name);
  if (found === undefined) return absent(ask, classes);
  const name = textAt(found, 'metadata', 'name') ?? '';
  const provisioner = textAt(found, 'provisioner') ?? '';
  if (provisioner === 'kubernetes.io/no-provisioner')
    return unknown(
      `class ${name} makes no volumes: somebody makes them beforehand, and whether one fits is not looked at`,
      'Make a PersistentVolume of the class that fits, or name a class that makes them.',
    );
  const shared = ask.modes.filter((mode) => mode === 'ReadWriteMany' || mode === 'ReadOnlyMany');
  if (shared.length === 0 || ask.isBlock) return ok(`class ${name} (${provisioner}) is there`);
  switch (sharing(provisioner)) {
    case 'shared':
      return ok(`class ${name} (${provisioner}) gives volumes that many nodes share`);
    case 'single':
      return missing(
        `class ${name} is provisioned by ${provisioner}, whose volumes only one node can have: a claim for ${shared.join(' and ')} stays pending`,
        'Name a class of a shared file system (NFS, EFS, Filestore, Azure Files, CephFS), or ask for ReadWriteOnce.',
      );
    case 'unknown':
      return unknown(
        `class ${name} is there; whether ${provisioner} gives ${shared.join(' and ')} is not known here`,
        'Look it up in the documentation of the provisioner.',
      );
  }
}

function absent({ name }: Ask, classes: readonly DataMap[]): Answer {
  const names = classes.flatMap((each) => textAt(each, 'metadata', 'name') ?? []);
  const has = names.length === 0 ? 'the cluster has none' : `the cluster has ${names.join(', ')}`;
  return name === undefined
    ? missing(
        `no class is the default one; ${has}: claims without a class stay pending`,
        'Name a class in the values, or mark one with storageclass.kubernetes.io/is-default-class: "true".',
      )
    : missing(
        `there is no such class; ${has}: the claim stays pending`,
        'Name one that is there, or make it.',
      );
}

const isDefault = (storageClass: DataMap): boolean =>
  ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'].some(
    (name) => textAt(storageClass, 'metadata', 'annotations', name) === 'true',
  );
