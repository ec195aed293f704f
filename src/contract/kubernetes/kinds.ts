/** What an object's apiVersion and kind stand for in one Kubernetes version. */
import type { DataMap } from '../../kubernetes/data.ts';
import { nearest, suggestion } from '../../stack/nearest.ts';
import {
  builtInKinds,
  kindsWithLifecycle,
  knownMinors,
  lifecycleOf,
  minorsOf,
  type CustomKind,
  type Types,
} from './bundled.ts';
import type { CustomKinds } from './custom.ts';
import type { Fault } from './fault.ts';
import type { Reference } from './shape.ts';

export type Meaning =
  | { readonly is: 'built-in'; readonly shape: Reference; readonly deprecated: Fault | null }
  | { readonly is: 'custom'; readonly schema: DataMap; readonly advice: string }
  | { readonly is: 'list' }
  | { readonly is: 'unknown'; readonly missing: string }
  | { readonly is: 'wrong'; readonly fault: Fault };

export function meaningOf(
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
  types: Types,
  minor: number,
  custom: CustomKinds,
): Meaning {
  const id = `${apiVersion}/${kind}`;
  if (id === 'v1/List') return { is: 'list' };
  const shape = types.kind(id);
  if (shape !== null) return { is: 'built-in', shape, deprecated: deprecation(id, minor) };
  const [version = '', group = ''] = apiVersion.split('/').toReversed();
  const own = custom.find(group, kind);
  if (own?.versions.includes(version) === true)
    return { is: 'custom', schema: own.schema(version), advice: adviceOn(own) };
  const fault =
    own !== undefined
      ? unserved(own, version)
      : builtInGroups().has(group)
        ? missingKind(id, minor)
        : foreign(group, kind, custom);
  if (fault !== null) return { is: 'wrong', fault };
  const near = nearGroup(group);
  const missing = `the definition of ${apiVersion} ${kind}: name its CustomResourceDefinition under crds:${near}`;
  return { is: 'unknown', missing };
}

/** Operators come in versions, and the one that we know may not be the cluster's. */
const adviceOn = ({ isBundled, from }: CustomKind): string =>
  isBundled ? ` This is what ${from} says; of another version, name the definition under crds:.` : '';

const groupOf = (id: string): string => id.split('/').slice(0, -2).join('/');

let groups: ReadonlySet<string> | null = null;

function builtInGroups(): ReadonlySet<string> {
  groups ??= new Set([...builtInKinds(), ...kindsWithLifecycle()].map(groupOf));
  return groups;
}

const named = (id: string): string => id.replace(/\/([^/]*)$/, ' $1');

function deprecation(id: string, minor: number): Fault | null {
  const { deprecated, removed } = lifecycleOf(id) ?? { deprecated: null, removed: null };
  const gone = removed ?? firstWithout(id, minor);
  const isDeprecated = (deprecated !== null && deprecated <= minor) || (gone !== null && deprecated === null);
  if (!isDeprecated) return null;
  const until = gone === null ? '' : `, and Kubernetes 1.${gone} no longer serves it`;
  return {
    id: 'api/deprecated',
    path: ['apiVersion'],
    message: `${named(id)} is deprecated${deprecated === null ? '' : ` since Kubernetes 1.${deprecated}`}${until}`,
    hint: replacementFor(id, minor),
  };
}

/** Of the later versions that there are schemas for. */
const firstWithout = (id: string, minor: number): number | null =>
  knownMinors().find((later) => later > minor && !minorsOf(id).includes(later)) ?? null;

/** What takes the place of a kind, or of what took its place, if that is on its way out too. */
function replacementFor(id: string, minor: number): string {
  let best = id;
  for (let next = lifecycleOf(id); next !== null && next.replacement !== null; next = lifecycleOf(best)) {
    if (best !== id && (next.deprecated ?? Infinity) > minor) break;
    best = next.replacement.replace(' ', '/');
  }
  if (best !== id) return `Use ${named(best)}.`;
  const others = sameKind(id, minor);
  return others === '' ? 'There is no replacement of the same kind.' : `It is in ${others}.`;
}

/** A kind of a group of Kubernetes' own that this version does not serve. */
function missingKind(id: string, minor: number): Fault {
  const having = minorsOf(id);
  const lifecycle = lifecycleOf(id);
  const last = having.findLast((each) => each < minor);
  const removed = last === undefined ? lifecycle?.removed : last + 1;
  if (removed !== undefined && removed !== null && removed <= minor) {
    const message = `${named(id)} is gone: Kubernetes serves it no longer since 1.${removed}`;
    return {
      id: 'api/removed',
      path: ['apiVersion'],
      message,
      hint: replacementFor(id, minor),
    };
  }
  const first = having.find((each) => each > minor);
  if (first !== undefined) {
    const message = `${named(id)} is not in Kubernetes 1.${minor}; it came with 1.${first}`;
    return { id: 'schema/unknown-kind', path: ['apiVersion'], message, hint: whereElse(id, minor) };
  }
  return unknownKind(id, minor);
}

function unknownKind(id: string, minor: number): Fault {
  const here = builtInKinds().filter((each) => minorsOf(each).includes(minor));
  const [kind = ''] = id.split('/').slice(-1);
  const apiVersion = id.split('/').slice(0, -1).join('/');
  const beside = here.filter(
    (each) => each.startsWith(`${apiVersion}/`) && each.split('/').length === id.split('/').length,
  );
  const near = beside.length === 0 ? '' : suggestion(kind, beside.map(kindOf));
  const message = `Kubernetes 1.${minor} has no kind "${kind}" in ${apiVersion}${near}`;
  return { id: 'schema/unknown-kind', path: ['kind'], message, hint: whereElse(id, minor) };
}

const kindOf = (id: string): string => id.split('/').at(-1) ?? '';

const whereElse = (id: string, minor: number): string => {
  const others = sameKind(id, minor);
  return others === '' ? 'Correct apiVersion and kind.' : `It is in ${others}.`;
};

/** Where this version has a kind of that name: `apps/v1 Deployment`. */
const sameKind = (id: string, minor: number): string =>
  builtInKinds()
    .filter((each) => each !== id && kindOf(each) === kindOf(id) && minorsOf(each).includes(minor))
    .map(named)
    .join(', ');

function unserved(own: CustomKind, version: string): Fault {
  const message = `${own.from} serves no version "${version}" of ${own.kind}`;
  const served = own.versions.map((each) => `${own.group}/${each}`).join(' or ');
  const hint = served === '' ? 'It serves none at all.' : `Use ${served}.`;
  return { id: 'schema/unknown-kind', path: ['apiVersion'], message, hint: `${hint}${adviceOn(own)}` };
}

function nearGroup(group: string): string {
  const known = [...builtInGroups()].filter((each) => each !== '');
  return suggestion(group, known);
}

/** A group that is not of Kubernetes itself: only what cannot be one is wrong, for the definition may be elsewhere. */
function foreign(group: string, kind: string, custom: CustomKinds): Fault | null {
  if (!group.includes('.')) {
    // That of a definition has a dot.
    const message = `Kubernetes has no API group "${group}"${nearGroup(group)}`;
    return { id: 'schema/unknown-kind', path: ['apiVersion'], message, hint: 'Correct apiVersion.' };
  }
  const kinds = custom.ofGroup(group).map((one) => one.kind);
  const near = nearest(kind, kinds);
  if (near === null) return null;
  const message = `no kind "${kind}" is known in ${group}; did you mean "${near}"?`;
  const hint = 'Correct kind, or name its CustomResourceDefinition under crds:.';
  return { id: 'schema/unknown-kind', path: ['kind'], message, hint };
}
