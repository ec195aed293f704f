/**
 * Whether what a checkpoint says of its resources holds together: the rules by which Pulumi itself refuses one (`Snapshot.VerifyIntegrity`, 3.259), told
 * all at once and before anything runs. Pure.
 */
import { createHash } from 'node:crypto';
import type { StackName } from './parse.ts';

/** The part of apitype.DeploymentV3 that is looked at. */
export interface Deployment {
  readonly manifest: { readonly time: string; readonly version: string };
  readonly resources?: readonly StoredResource[];
  readonly pending_operations?: readonly {
    readonly type: string;
    readonly resource: { readonly urn: string };
  }[];
}

export interface StoredResource {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly id?: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** Enough to see what happened; a file that was hit badly has thousands. */
const shownProblems = 10;

export const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Nothing if it is whole. */
export function integrityProblems(deployment: Fields, name: StackName): string[] {
  const { resources = [], pending_operations: pending = [] } = deployment;
  const problems = manifestProblems(deployment['manifest']);
  if (Array.isArray(resources)) problems.push(...resourceProblems(resources, name));
  else problems.push('`resources` is no list');
  if (!isListOfOperations(pending)) problems.push('`pending_operations` is no list of operations');
  const rest = problems.length - shownProblems;
  return rest <= 0 ? problems : [...problems.slice(0, shownProblems), `and ${rest} more`];
}

function manifestProblems(manifest: unknown): string[] {
  if (!isRecord(manifest)) return ['`manifest` is missing'];
  const { time, magic, version } = manifest;
  const problems = Number.isNaN(Date.parse(textOf(time)))
    ? ['its time is not one']
    : textOf(time).startsWith('0001-')
      ? ['it does not say when it was written']
      : [];
  const expected = version === '' ? '' : createHash('sha256').update(textOf(version)).digest('hex');
  if (typeof version !== 'string' || (magic ?? '') !== expected)
    problems.push("the check number of Pulumi's version does not match it");
  return problems;
}

const isListOfOperations = (pending: unknown): boolean =>
  Array.isArray(pending) &&
  pending.every((each) => isRecord(each) && typeof each['type'] === 'string' && isRecord(each['resource']));

function resourceProblems(resources: readonly unknown[], name: StackName): string[] {
  const before = new Set<string>();
  const standing = new Set<string>(); // not about to be deleted
  const providers = new Set<string>();
  return resources.flatMap((each, index) => {
    if (!isRecord(each)) return `resource ${index} is no object`;
    const urn = textOf(each['urn']);
    const problems = shapeProblems(each, index, name);
    if (urn === '') return problems;
    const say = (problem: string): number => problems.push(`${urn}: ${problem}`);
    if (each['delete'] !== true) {
      if (standing.has(urn)) say('is there twice');
      standing.add(urn);
    }
    if (textOf(each['type']).startsWith('pulumi:providers:')) providers.add(`${urn}::${textOf(each['id'])}`);
    const provider = textOf(each['provider']);
    if (provider !== '' && !providers.has(provider) && each['pendingReplacement'] !== true)
      say(`its provider ${provider} is not there before it`);
    for (const [what, other] of needs(each)) {
      if (!before.has(other)) say(`its ${what} ${other} is not there before it`);
    }
    before.add(urn);
    return problems;
  });
}

function shapeProblems(resource: Fields, index: number, { project, stack }: StackName): string[] {
  const { urn, type, custom, id } = resource;
  const [, inStack, inProject, path = '', ...named] =
    /^urn:pulumi:(.*?)::(.*?)::(.*?)::(.+)$/s.exec(textOf(urn)) ?? [];
  if (named.length === 0) return [`resource ${index} has no URN, or a damaged one: ${JSON.stringify(urn)}`];
  const problems: string[] = [];
  if (inStack !== stack || inProject !== project) problems.push('belongs to another stack by its URN');
  if (path.slice(path.lastIndexOf('$') + 1) !== type)
    problems.push(`has type ${JSON.stringify(type)}, and another one in its URN`);
  if (custom !== undefined && typeof custom !== 'boolean')
    problems.push('`custom` is neither true nor false');
  if (custom !== true && textOf(id) !== '') problems.push('has an id, but is not of a kind that has one');
  return problems.map((problem) => `${String(urn)}: ${problem}`);
}

/** What must stand before a resource, with what it is to it. */
function needs(resource: Fields): (readonly [string, string])[] {
  const each = (what: string, value: unknown): (readonly [string, string])[] =>
    (Array.isArray(value) ? value : [value]).flatMap((urn) =>
      textOf(urn) === '' ? [] : [[what, textOf(urn)] as const],
    );
  const byProperty = isRecord(resource['propertyDependencies'])
    ? Object.values(resource['propertyDependencies'])
    : [];
  return [
    ...each('parent', resource['parent']),
    ...each('dependency', listOf(resource['dependencies'])),
    ...byProperty.flatMap((urns) => each('dependency', listOf(urns))),
    ...each('owner', resource['deletedWith']),
    ...each('companion', listOf(resource['replaceWith'])),
  ];
}
