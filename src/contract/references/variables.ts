/** Variables that commands, arguments and other variables refer to by `$(NAME)`. */
import { at, isMap, listAt, textAt, type DataPath } from '../../kubernetes/data.ts';
import { perManifest } from '../../kubernetes/per-manifest.ts';
import { containerWords } from '../../kubernetes/pod-references.ts';
import { containersOf, podTemplateOf, type Container } from '../../kubernetes/pods.ts';
import type { Rule, Subject, Verdict } from '../../systems/rule.ts';
import { namespaceOf } from '../../kubernetes/scope.ts';
import { meantText, objectText } from './wording.ts';

export const variableRule: Rule = {
  id: 'reference/variable',
  title: 'Every $(VARIABLE) is a variable of its container',
  why: 'Kubernetes leaves $(NAME) as it is when the container has no such variable, or has it only further down: the program gets the dollar sign and the brackets.',
  severity: 'error',
  check: variables,
};

interface Use {
  readonly variable: string;
  readonly container: Container;
  readonly path: DataPath;
  readonly where: string;
  /** Defined at that place, by the list `env`. */
  readonly known: ReadonlySet<string>;
}

/** The kubelet's own, of Services and of itself, and what a shell would take for a command. */
const isForeign = (name: string): boolean =>
  !/^[A-Z_][A-Z0-9_]*$/.test(name) ||
  /_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT)$|^HOSTNAME$/.test(name);

const usesIn = (text: string): string[] =>
  [...text.matchAll(/\$\$|\$\(([^()\s]{1,128})\)/g)].flatMap(([, name]) =>
    name === undefined || isForeign(name) ? [] : name,
  );

const variableUses = perManifest((object): readonly Use[] => {
  const pod = podTemplateOf(object);
  return pod === null ? [] : containersOf(pod).flatMap(usesOf);
});

function usesOf(container: Container): Use[] {
  const { spec, path } = container;
  const known = new Set<string>();
  const uses: Use[] = [];
  for (const [index, variable] of listAt(spec, 'env').entries()) {
    const before = new Set(known);
    for (const name of usesIn(textAt(variable, 'value') ?? '')) {
      const where = `variable ${textAt(variable, 'name') ?? ''}`;
      uses.push({ variable: name, container, path: [...path, 'env', index, 'value'], where, known: before });
    }
    known.add(textAt(variable, 'name') ?? '');
  }
  for (const list of ['command', 'args']) {
    for (const [index, word] of listAt(spec, list).entries()) {
      if (typeof word !== 'string') continue;
      for (const name of usesIn(word))
        uses.push({ variable: name, container, path: [...path, list, index], where: list, known });
    }
  }
  return uses;
}

function* variables({ objects, release, around }: Subject): Iterable<Verdict> {
  for (const object of objects) {
    for (const { variable, container, path, where, known } of variableUses(object)) {
      if (known.has(variable)) continue;
      const namespace = namespaceOf(object, release.namespace);
      const others = variablesFrom(
        container,
        (kind, name) => around.find(kind, namespace, name)?.keys ?? null,
      );
      if (others.names.has(variable)) continue;
      const place = `${objectText(object)}, ${containerWords[container.type]} ${container.name}, ${where}`;
      if (others.unknown !== null) {
        yield { notChecked: `whether ${others.unknown} has ${variable}, which ${place} uses` };
        continue;
      }
      yield {
        object,
        path,
        message: `${place}: $(${variable}) is no variable of the container${meantText(variable, [...known, ...others.names])}. The program gets "$(${variable})" as it stands`,
        hint: 'Add the variable to env, above the one that uses it.',
      };
    }
  }
}

/** Names that `envFrom` brings, prefix included; `unknown` is a source whose keys nobody here knows. */
function variablesFrom(
  { spec }: Container,
  keysOf: (kind: string, name: string) => ReadonlySet<string> | null,
): { names: ReadonlySet<string>; unknown: string | null } {
  const names = new Set<string>();
  let unknown: string | null = null;
  for (const source of listAt(spec, 'envFrom')) {
    const kind = isMap(at(source, 'secretRef')) ? 'Secret' : 'ConfigMap';
    const name = textAt(source, kind === 'Secret' ? 'secretRef' : 'configMapRef', 'name') ?? '';
    const keys = keysOf(kind, name);
    if (keys === null) unknown = `${kind} ${name}`;
    else for (const key of keys) names.add(`${textAt(source, 'prefix') ?? ''}${key}`);
  }
  return { names, unknown };
}
