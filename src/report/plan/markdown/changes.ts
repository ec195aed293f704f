/** What changes, folded release by release: the objects, each with its diff. */
import { objectKey, type ObjectId } from '../../../kubernetes/object-id.ts';
import type { BackingChange, ObjectChange, Plan, ReleasePlan } from '../../../plan/plan.ts';
import { partOf, row } from '../../check/finding-sections.ts';
import type { Detail, Item, Part } from '../../check/fitting.ts';
import { code, inert, inertHtml, inlineCode } from '../../check/markdown-text.ts';
import { plural } from '../../check/wording.ts';
import { ranks } from '../budget.ts';
import { objectCounts } from '../counts.ts';
import {
  foldedText,
  objectName,
  objectSigns,
  objectsText,
  operationRemarks,
  operationWords,
  orderText,
  recordText,
} from '../wording.ts';
import { contentDetail, fieldsDetail } from './diff.ts';

const shownTitle = 100;

interface Gravity {
  readonly rank: number;
  readonly diff: number;
}

const risky: Gravity = { rank: ranks.risky, diff: ranks.riskyDiffs };
const deleted: Gravity = { rank: ranks.deleted, diff: ranks.deletedDiffs };
const changed: Gravity = { rank: ranks.changed, diff: ranks.changedDiffs };
const created: Gravity = { rank: ranks.created, diff: ranks.createdDiffs };

export function changeParts(plan: Plan): Part[] {
  const atRisk = new Set(
    plan.risks.flatMap(({ release, object }) => (object === null ? [] : [riskKey(release, object)])),
  );
  return [backingPart(plan.backing), ...plan.releases.map((release) => releasePart(release, atRisk, plan))];
}

const riskKey = (release: string | null, object: ObjectId): string => `${release} ${objectKey(object)}`;

function releasePart(release: ReleasePlan, atRisk: ReadonlySet<string>, { tier }: Plan): Part {
  const { key, operation, objects } = release;
  const record = recordText(release, tier);
  const counts = objectsText(objectCounts(objects));
  const about = [operationWords[operation], counts, record].filter((text) => text !== '').join('; ');
  return {
    title: `Changes of <b>${inertHtml(key, shownTitle)}</b>: ${inertHtml(about)}`,
    head: [],
    items: objects
      .filter(({ change }) => change !== 'unchanged')
      .map((object) =>
        objectItem(object, atRisk.has(riskKey(key, object.object)) ? risky : gravities[object.change]),
      ),
    name: 'object',
  };
}

const gravities: Record<ObjectChange['change'], Gravity> = {
  deleted,
  renamed: changed,
  kept: deleted,
  changed,
  created,
  unchanged: changed, // never listed here
};

function objectItem(change: ObjectChange, gravity: Gravity): Item {
  const { fields, folded, template } = change;
  const besides = foldedText(folded);
  const remarks = [
    objectSigns[change.change].word,
    ...(fields.length === 0 ? [] : [plural(fields.length, 'field')]),
    ...(besides === '' ? [] : [`folded: ${besides}`]),
    ...(template === null ? [] : [inlineCode(template)]),
  ];
  return {
    rank: gravity.rank,
    lines: ['', `${inlineCode(objectName(change))} ${remarks.join(' · ')}`],
    detail: objectDetail(change, gravity.diff),
  };
}

function objectDetail({ change, content, fields }: ObjectChange, rank: number): Detail | null {
  if (change === 'created') return contentDetail(content, '+', rank);
  if (change === 'deleted') return contentDetail(content, '-', rank);
  if (change === 'kept') return contentDetail(content, ' ', rank);
  return fieldsDetail(fields, rank);
}

function backingPart(backing: readonly BackingChange[]): Part {
  const changing = backing.filter(({ operation }) => operation !== 'same');
  return {
    title: `Changes of <b>resources besides the releases</b>: ${changing.length} of ${backing.length}`,
    head: [],
    items: changing.map((change) => {
      const gravity = backingGravities[change.operation];
      const remarks = [
        operationWords[change.operation],
        ...[orderText(change), operationRemarks[change.operation] ?? ''].filter((text) => text !== ''),
      ];
      return {
        rank: gravity.rank,
        lines: ['', `${inlineCode(`${change.kind} ${change.name}`)} ${remarks.join(' · ')}`],
        detail: fieldsDetail(change.fields, gravity.diff),
      };
    }),
    name: 'resource',
  };
}

const backingGravities: Record<BackingChange['operation'], Gravity> = {
  delete: deleted,
  forget: deleted,
  replace: changed,
  update: changed,
  import: changed,
  create: created,
  same: changed, // never listed here
};

export function unchangedPart({ releases }: Plan): Part {
  const rows = releases.flatMap(({ key, objects }) =>
    objects
      .filter(({ change }) => change === 'unchanged')
      .map((object) => row([code(key), code(objectName(object)), inert(foldedText(object.folded))])),
  );
  return partOf(
    {
      title: plural(rows.length, 'unchanged object'),
      head: ['| Release | Object | Folded |', '|---|---|---|'],
      rows,
      name: 'unchanged object',
    },
    ranks.unchanged,
  );
}
