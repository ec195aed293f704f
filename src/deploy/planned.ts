/** What a preview says of each resource of the stack, and of those that it no longer has. */
import { identitiesOf, releaseType, type ResourceIdentity } from '../../pulumi/identity.ts';
import { textAt } from '../kubernetes/data.ts';
import type { BackingResource } from '../plan/backing.ts';
import type { Backing, DesiredStack } from '../stack/desired.ts';
import type { Preview } from './deployment.ts';
import type { ResourceStates, Step } from './steps.ts';

export interface PlannedRelease {
  readonly key: string;
  /** Null: Pulumi leaves it as it is. */
  readonly step: Step | null;
  readonly states: ResourceStates;
}

export interface Planned {
  readonly backing: readonly BackingResource[];
  /** By key; those that the stack no longer has as well. */
  readonly releases: ReadonlyMap<string, PlannedRelease>;
  /** Of a backing resource that stays what it is; null for what only `up` will know. */
  property(backing: Backing, field: 'name' | 'resourceVersion'): string | null;
}

export function planned(stack: DesiredStack, { steps, states }: Preview): Planned {
  const stepOf = new Map(steps.map((step) => [step.urn, step]));
  const known = new Map([...states.values()].map((each) => [identityText(identityOf(each.urn)), each]));
  const find = (identity: ResourceIdentity): ResourceStates | undefined => known.get(identityText(identity));
  const stepAt = (found: ResourceStates | undefined): Step | null =>
    found === undefined ? null : (stepOf.get(found.urn) ?? null);

  const declared = stack.backing.flatMap((backing) =>
    identitiesOf(backing).map((identity, index): BackingResource & { readonly identity: string } => {
      const found = find(identity);
      const kind = kindOf(identity.type);
      return {
        identity: identityText(identity),
        id: index === 0 ? backing.id : `${kind.toLowerCase()}/${identity.name}`,
        kind,
        name: 'namespace' in backing ? `${backing.namespace}/${backing.name}` : identity.name,
        step: stepAt(found),
        states: found ?? { before: null, after: null, keys: {} },
      };
    }),
  );
  const isDeclared = new Set(declared.map(({ identity }) => identity));
  const others = [...states.values()].filter(({ urn }) => {
    const identity = identityOf(urn);
    return (
      identity.type !== releaseType &&
      !identity.type.startsWith('pulumi:') &&
      !isDeclared.has(identityText(identity))
    );
  });
  return {
    backing: [
      ...declared.map(({ identity: _identity, ...resource }) => resource),
      ...others.map((each) => orphan(each, stepAt(each))),
    ],
    releases: new Map(
      [...states.values()].flatMap((each) => {
        const { type, name } = identityOf(each.urn);
        return type === releaseType ? [[name, { key: name, step: stepAt(each), states: each }] as const] : [];
      }),
    ),
    property(backing, field) {
      const [identity] = identitiesOf(backing);
      const found = identity === undefined ? undefined : find(identity);
      const operation = stepAt(found)?.operation ?? 'same';
      const stays = field === 'name' ? ['same', 'update'] : ['same'];
      if (!stays.includes(operation)) return null;
      return textAt(found?.before?.outputs, 'metadata', field) ?? null;
    },
  };
}

/** It was declared once. */
function orphan(states: ResourceStates, step: Step | null): BackingResource {
  const { type, name } = identityOf(states.urn);
  const kind = kindOf(type);
  const namespace = textAt(states.before?.inputs, 'metadata', 'namespace');
  const isQualified = namespace === undefined || name.startsWith(`${namespace}/`);
  const shown = isQualified ? name : `${namespace}/${name}`;
  return { id: `${kind.toLowerCase()}/${shown}`, kind, name: shown, step, states };
}

const identityText = ({ type, name }: ResourceIdentity): string => `${type}::${name}`;

/** `urn:pulumi:STACK::PROJECT::TYPE::NAME`; the type may be qualified by its parents' with `$`. */
function identityOf(urn: string): ResourceIdentity {
  const [, , types = '', ...name] = urn.split('::');
  return { type: types.slice(types.lastIndexOf('$') + 1), name: name.join('::') };
}

const kindOf = (type: string): string => type.slice(type.lastIndexOf(':') + 1);
