/** Ingresses and the classes that take them: https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class */
import { textAt, type DataMap } from '../../kubernetes/data.ts';
import { need, weighed, type Judge } from './judge.ts';
import { missing, ok, unknown, type Answer, type Need } from './need.ts';
import { askersOf, ofKind, type SceneObject } from './scene.ts';

export const ingress: Judge = {
  asks: (scene) => (ofKind(scene, 'Ingress').length > 0 ? ['ingressClasses'] : []),
  judge: (scene, facts) =>
    [...Map.groupBy(ofKind(scene, 'Ingress'), (object) => JSON.stringify(classOf(object))).values()].flatMap(
      (group): Need[] => {
        const [first] = group;
        if (first === undefined) return [];
        const wanted = classOf(first);
        const what = wanted === null ? 'a default ingress class' : `ingress class ${wanted.name}`;
        const answer = weighed(facts.ingressClasses, (all) => taken(wanted, all));
        return [need('ingress-class', 'error', { what, by: askersOf(group) }, answer)];
      },
    ),
};

interface Wanted {
  readonly name: string;
  /** By the annotation of old, which a controller may take without any class. */
  readonly isOld: boolean;
}

function classOf({ manifest }: SceneObject): Wanted | null {
  const name = textAt(manifest, 'spec', 'ingressClassName');
  const old = textAt(manifest, 'metadata', 'annotations', 'kubernetes.io/ingress.class');
  if (name !== undefined && name !== '') return { name, isOld: false };
  return old === undefined ? null : { name: old, isOld: true };
}

function taken(wanted: Wanted | null, classes: readonly DataMap[]): Answer {
  const names = classes.flatMap((each) => textAt(each, 'metadata', 'name') ?? []);
  const has = names.length === 0 ? 'the cluster has none' : `the cluster has ${names.join(', ')}`;
  const found =
    wanted === null
      ? classes.find((each) => textAt(each, 'metadata', 'annotations', defaultClass) === 'true')
      : classes.find((each) => textAt(each, 'metadata', 'name') === wanted.name);
  if (found !== undefined) {
    const name = textAt(found, 'metadata', 'name') ?? '';
    return ok(`class ${name} is there, of controller ${textAt(found, 'spec', 'controller') ?? '?'}`);
  }
  if (wanted === null)
    return missing(
      `no class is the default one; ${has}`,
      'Name a class in the values, and install an ingress controller if there is none.',
    );
  return wanted.isOld
    ? unknown(
        `there is no such class (${has}); a controller may still take the annotation kubernetes.io/ingress.class`,
        'Use spec.ingressClassName, which names a class that is there.',
      )
    : missing(`there is no such class; ${has}`, 'Name one that is there, or install its ingress controller.');
}

const defaultClass = 'ingressclass.kubernetes.io/is-default-class';
