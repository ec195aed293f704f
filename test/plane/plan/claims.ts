/** What a plan says of each object of the cluster, taken apart: one claim, one thing to be checked. */
import type { Data } from '../../../src/kubernetes/data.ts';
import { objectKey, type ObjectId } from '../../../src/kubernetes/object-id.ts';
import type { FieldPlace } from '../../../src/kubernetes/field.ts';
import type { FieldDocument, PlanDocument, ReleaseDocument } from './plan-document.ts';

/** An object by its id, or as far as a plan knows it: of resources of Pulumi it tells no API version, and names that Pulumi completes without the end. */
export type Subject = ObjectId | { readonly kind: string; readonly name: string };

export interface ToldField {
  readonly place: FieldPlace;
  readonly text: string;
  readonly change: FieldDocument['change'];
  readonly secret: boolean;
  readonly before: Data;
  readonly after: Data;
}

export interface Folds {
  readonly noise: string;
  readonly count: number;
  readonly places: readonly FieldPlace[];
}

export type Claim =
  /** `content`: as it will be; null if that is not told. */
  | {
      readonly is: 'created';
      readonly subject: Subject;
      readonly content: Data;
      readonly fields: readonly ToldField[];
    }
  | { readonly is: 'deleted'; readonly subject: Subject }
  /** `was`: under another name before. `anew`: it goes, and comes again. */
  | {
      readonly is: 'changed';
      readonly subject: Subject;
      readonly was: Subject;
      readonly anew: boolean;
      readonly fields: readonly ToldField[];
      readonly folded: readonly Folds[];
    }
  /** As somebody changed it by hand: `before` of its fields is what is there now, `after` what it is set back to. */
  | { readonly is: 'reset'; readonly subject: Subject; readonly fields: readonly ToldField[] }
  | { readonly is: 'there'; readonly subject: Subject }
  | { readonly is: 'absent'; readonly subject: Subject };

export const claimsOf = (plan: Pick<PlanDocument, 'releases' | 'backing'>): Claim[] => [
  ...plan.releases.flatMap(claimsOfRelease),
  ...plan.backing.flatMap(claimsOfBacking),
];

function claimsOfRelease(release: ReleaseDocument): Claim[] {
  const missing = new Set(
    release.drift.filter(({ state }) => state === 'missing').map(({ object }) => objectKey(object)),
  );
  return [
    ...release.objects.flatMap((one) =>
      claimsOfObject(one, missing.has(objectKey(one.before ?? one.object))),
    ),
    ...release.drift.flatMap(claimsOfDrift),
    ...claimsOfHooks(release.hooks),
    ...release.crds.flatMap(({ name, state }): Claim[] => {
      const subject = {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        namespace: null,
        name,
      };
      if (state === 'created') return [{ is: 'created', subject, content: null, fields: [] }];
      return [{ is: state === 'missing' ? 'absent' : 'there', subject }];
    }),
  ];
}

function claimsOfObject(one: ReleaseDocument['objects'][number], isMissing: boolean): Claim[] {
  const { object: subject, change, content } = one;
  switch (change) {
    case 'created':
      return [{ is: 'created', subject, content, fields: [] }];
    case 'deleted':
      return [{ is: isMissing ? 'absent' : 'deleted', subject }];
    case 'kept':
    case 'unchanged':
      return isMissing ? [] : [{ is: 'there', subject }];
    case 'changed':
    case 'renamed':
      return isMissing
        ? [] // it comes again: the drift says so
        : [
            {
              is: 'changed',
              subject,
              was: one.before ?? subject,
              anew: false,
              fields: toldFields(one.fields),
              folded: one.folded.map(folds),
            },
          ];
  }
}

function claimsOfDrift({ object: subject, state, fate, fields }: ReleaseDocument['drift'][number]): Claim[] {
  if (state === 'missing') {
    return fate === 'recreated'
      ? [{ is: 'created', subject, content: null, fields: [] }]
      : [{ is: 'absent', subject }];
  }
  if (fate !== 'reset') return [];
  return [
    {
      is: 'reset',
      subject,
      fields: toldFields(fields).map((field) => ({ ...field, before: field.after, after: field.before })),
    },
  ];
}

/** What is left of a hook when all of its events are through. */
function claimsOfHooks(hooks: ReleaseDocument['hooks']): Claim[] {
  const last = new Map(hooks.map((hook) => [objectKey(hook.object), hook]));
  return [...last.values()].map((hook): Claim => {
    const subject = hook.object;
    if (hook.deletePolicies.includes('hook-succeeded')) return { is: 'absent', subject };
    if (hook.change === 'created') return { is: 'created', subject, content: null, fields: [] };
    return { is: 'changed', subject, was: subject, anew: true, fields: toldFields(hook.fields), folded: [] };
  });
}

function claimsOfBacking({ kind, name, operation, order, fields }: PlanDocument['backing'][number]): Claim[] {
  const subject = { kind, name };
  const told = toldFields(fields);
  if (kind === 'StateBucket') return []; // no object of the cluster
  switch (operation) {
    case 'create':
      return [{ is: 'created', subject, content: null, fields: told }];
    case 'delete':
      return [{ is: 'deleted', subject }];
    case 'update':
      return [{ is: 'changed', subject, was: subject, anew: false, fields: told, folded: [] }];
    case 'replace':
      return [{ is: 'changed', subject, was: subject, anew: order !== null, fields: told, folded: [] }];
    case 'forget':
    case 'import':
      return [{ is: 'there', subject }];
    case 'same':
      return []; // Pulumi does not look whether it is there
  }
}

const toldFields = (fields: readonly FieldDocument[]): ToldField[] =>
  fields.map(({ place, ...field }) => ({ ...field, place: place.steps as FieldPlace, text: place.text }));

const folds = ({ noise, count, places }: ReleaseDocument['objects'][number]['folded'][number]): Folds => ({
  noise,
  count,
  places: places.map(({ steps }) => steps as FieldPlace),
});
