/** What differs between two versions of one object, field by field. */
import { groupOf } from '../../kubernetes/object-id.ts';
import { isMap, type Data, type DataMap } from '../../kubernetes/data.ts';
import type { FieldPlace } from '../../kubernetes/field.ts';
import type { FieldChange, Folded, Noise } from '../plan.ts';
import { documentsIn } from './documents.ts';
import { settled } from './generated-names.ts';
import { isBuiltInGroup } from './groups.ts';
import { compareLists } from './lists.ts';
import { noiseAt } from './noise.ts';
import { flatText, isList, isSame, isTooDeep } from './plain.ts';
import { compareSecretContents, withoutContents } from './secret-data.ts';
import { shownLines, shownText } from './secret-lines.ts';
import { isLines, isSecretPlace } from './shown.ts';
import { changedLines } from './text-lines.ts';
import { fold, foldedIn, tell, under, type Spot, type Walk } from './walk.ts';

const everyNoise: readonly Noise[] = [
  'checksum',
  'chart-label',
  'generated-name',
  'spelling',
  'server',
  'order',
];

export interface DiffContext {
  readonly kind: string;
  readonly apiVersion: string;
  /** Of the data in its object; the root by default. */
  readonly place?: FieldPlace;
  /** Noise that is folded: every kind by default. Other noise is told field by field. */
  readonly folds?: readonly Noise[];
}

export interface DataDiff {
  /** In the order of `after`; of a map, what is gone comes last. */
  readonly fields: FieldChange[];
  readonly folded: Folded[];
}

/** `null` at the root stands for nothing: then all of the other is added or removed. Neither is changed or kept. */
export function diffData(before: Data, after: Data, context: DiffContext): DataDiff {
  const { kind, apiVersion, place = [], folds = everyNoise } = context;
  const group = groupOf(apiVersion);
  const walk: Walk = {
    kind,
    group,
    isBuiltIn: isBuiltInGroup(group),
    folds: new Set(folds),
    fields: [],
    folded: new Map(),
  };
  const spot = { place, named: place };
  if (isTooDeep(before) || isTooDeep(after)) {
    if (flatText(before) !== flatText(after)) tell(walk, before ?? undefined, after ?? undefined, spot);
  } else if (kind === 'Secret' && place.length === 0 && isMap(before) && isMap(after)) {
    compare(withoutContents(before), withoutContents(after), spot, walk);
    compareSecretContents(before, after, spot, walk);
  } else compare(before ?? undefined, after ?? undefined, spot, walk);
  return { fields: walk.fields, folded: foldedIn(walk) };
}

function compare(before: Data | undefined, after: Data | undefined, spot: Spot, walk: Walk): void {
  if (isSame(before, after)) return;
  const noise = noiseAt(before, after, spot.place, walk);
  if (noise !== null && walk.folds.has(noise)) fold(walk, noise, spot);
  else if (isMap(before) && isMap(after)) compareMaps(before, after, spot, walk);
  else if (isList(before) && isList(after)) compareLists(before, after, spot, walk, compare);
  else if (typeof before === 'string' && typeof after === 'string') compareTexts(before, after, spot, walk);
  else if (isNoticeMap(spot.place) && isMap(before ?? {}) && isMap(after ?? {})) {
    compareNotices(before ?? {}, after ?? {}, spot, walk);
  } else tell(walk, before, after, spot);
}

function compareMaps(before: DataMap, after: DataMap, spot: Spot, walk: Walk): void {
  for (const [key, item] of Object.entries(after)) {
    compare(Object.hasOwn(before, key) ? before[key] : undefined, item, under(spot, key), walk);
  }
  for (const [key, item] of Object.entries(before)) {
    if (!Object.hasOwn(after, key)) compare(item, undefined, under(spot, key), walk);
  }
}

/** Most of what they hold may be noise: it is compared one by one where there was none of them, too. */
const isNoticeMap = (place: FieldPlace): boolean =>
  place.at(-2) === 'metadata' && (place.at(-1) === 'annotations' || place.at(-1) === 'labels');

function compareNotices(before: Data, after: Data, spot: Spot, walk: Walk): void {
  if (!isMap(before) || !isMap(after)) return;
  if (Object.keys(before).length + Object.keys(after).length === 0 && walk.folds.has('spelling')) {
    fold(walk, 'spelling', spot); // nothing, null or {}
  } else compareMaps(before, after, spot, walk);
}

function compareTexts(before: string, after: string, spot: Spot, walk: Walk): void {
  const { place, named } = spot;
  const [was, is] = walk.folds.has('generated-name') ? settled(before, after) : [before, after];
  if (was === is) return fold(walk, 'generated-name', spot);
  const hasLines = [before, after].some((text) => isLines(text, place));
  if (!hasLines || isSecretPlace(walk.kind, named)) return tell(walk, before, after, spot);
  const documents = documentsIn(before, after, place);
  if (documents !== null && !isSame(documents.before, documents.after)) {
    return compare(documents.before, documents.after, under(spot, { document: documents.form }), walk);
  }
  if (was !== before || is !== after) fold(walk, 'generated-name', spot);
  const [old, now] = [was, is].map((text) => shownLines(text, { kind: walk.kind, place: named }));
  walk.fields.push({
    place,
    change: 'changed',
    secret: false,
    before: shownText(old ?? []),
    after: shownText(now ?? []),
    lines: changedLines(old ?? [], now ?? []),
  });
}
