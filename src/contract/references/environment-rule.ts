/** Names of the variables of containers. */
import { listAt, textAt, type DataPath } from '../../kubernetes/data.ts';
import { isEnvironmentName } from '../../kubernetes/names.ts';
import { perManifest } from '../../kubernetes/per-manifest.ts';
import { containerWords } from '../../kubernetes/pod-references.ts';
import { containersOf, podTemplateOf } from '../../kubernetes/pods.ts';
import type { Rule, Subject, Verdict } from '../../systems/rule.ts';
import { refused } from './fault.ts';
import { objectText } from './wording.ts';

export const environmentRule: Rule = {
  id: 'name/environment',
  title: 'Variables of containers have valid names, each there once',
  why: 'Before Kubernetes 1.32 a name takes letters, digits, "-", "_" and ".", and does not start with a digit. Of a variable that stands twice the last one counts, and a server-side apply fails.',
  severity: 'error',
  check: variables,
};

interface Variable {
  readonly name: string;
  readonly path: DataPath;
  readonly place: string;
  readonly isSecond: boolean;
}

const variablesOf = perManifest((object): readonly Variable[] => {
  const pod = podTemplateOf(object);
  if (pod === null) return [];
  return containersOf(pod).flatMap(({ name: container, type, spec, path }) => {
    const seen = new Set<string>();
    return listAt(spec, 'env').map((variable, index) => {
      const name = textAt(variable, 'name') ?? '';
      const isSecond = seen.has(name);
      seen.add(name);
      const place = `${containerWords[type]} ${container}, variable "${name}"`;
      return { name, path: [...path, 'env', index], place, isSecond };
    });
  });
});

function* variables({ objects, release }: Subject): Iterable<Verdict> {
  const minor = Number(/^v?\d+\.(\d+)/.exec(release.kubeVersion)?.[1] ?? 0);
  for (const object of objects) {
    for (const { name, path, place, isSecond } of variablesOf(object)) {
      const start = `${objectText(object)}, ${place}`;
      if (!isEnvironmentName(name, minor)) {
        yield {
          object,
          path: [...path, 'name'],
          message: `${start}: Kubernetes ${release.kubeVersion} takes no variable of that name. ${refused}`,
          hint: 'Take capital letters, digits and "_", a letter first.',
        };
      } else if (isSecond) {
        yield {
          object,
          path,
          message: `${start}: is there twice; the last one counts, and a server-side apply fails`,
          hint: 'Leave one out.',
          severity: 'warning',
        };
      }
    }
  }
}
