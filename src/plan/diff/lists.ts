/** What differs between two lists. */
import type { Data } from '../../kubernetes/data.ts';
import type { FieldStep } from '../../kubernetes/field.ts';
import { isGeneratedTwin } from './generated-names.ts';
import { alikePairs, type Pair } from './alike.ts';
import { listForm, type ItemKey, type Order } from './merge-keys.ts';
import { canonical, isSame } from './plain.ts';
import { edits } from './text-lines.ts';
import { fold, tell, underItem, type Compare, type Spot, type Walk } from './walk.ts';

export function compareLists(
  before: readonly Data[],
  after: readonly Data[],
  spot: Spot,
  walk: Walk,
  compare: Compare,
): void {
  const form = listForm(before, after, spot.named, walk);
  if (form.by === 'key') {
    const items = (list: readonly Data[]): KeyedItem[] =>
      list.map((item) => {
        const key = form.keyOf(item);
        return { key, text: Object.values(key).join('/'), item };
      });
    compareByKey(items(before), items(after), form.order, { spot, walk, compare });
  } else {
    const { pairs, isMoved } =
      form.by === 'content' ? pairsByContent(before, after) : pairsByPosition(before, after);
    if (isMoved) tellOrder(before, after, 'none', spot, walk);
    for (const pair of pairs) {
      // Where an item stands: what is gone in the old list, all else in the new one.
      compareItems(pair, pair.is ?? pair.was ?? 0, before, after, { spot, walk, compare });
    }
  }
}

interface Around {
  readonly spot: Spot;
  readonly walk: Walk;
  readonly compare: Compare;
}

interface KeyedItem {
  readonly key: ItemKey;
  /** Of the key: `8080/TCP`. */
  readonly text: string;
  readonly item: Data;
}

function compareByKey(
  before: readonly KeyedItem[],
  after: readonly KeyedItem[],
  order: Order,
  { spot, walk, compare }: Around,
): void {
  const partners = partnersOf(before, after);
  for (const now of after) {
    compare(partners.get(now)?.item, now.item, underItem(spot, { item: now.key }, now.item), walk);
  }
  const names = new Map([...partners].map(([now, old]) => [old, now.text]));
  for (const old of before.filter((each) => !names.has(each))) {
    compare(old.item, undefined, underItem(spot, { item: old.key }, old.item), walk);
  }
  const texts = after.map(textOf);
  const staying = before.flatMap((old) => names.get(old) ?? []);
  const stays = new Set(staying);
  // Where order matters, it also does where a new item stands: at the end unless it is told.
  const [added, wanted] =
    order === 'none'
      ? [[], texts.filter((text) => stays.has(text))]
      : [texts.filter((text) => !stays.has(text)), texts];
  const hasOtherOrder = !isSame([...staying, ...added], wanted);
  // By their keys: what is in the items is told one by one.
  if (hasOtherOrder) tellOrder(before.map(textOf), texts, order, spot, walk);
}

const textOf = ({ text }: KeyedItem): string => text;

/** From each item to what it was; those without are new. */
function partnersOf(
  before: readonly KeyedItem[],
  after: readonly KeyedItem[],
): ReadonlyMap<KeyedItem, KeyedItem> {
  const open = new Map(before.map((old) => [old.text, old]));
  const partners = new Map<KeyedItem, KeyedItem>();
  const pair = (now: KeyedItem, old: KeyedItem | undefined): void => {
    if (old === undefined) return;
    open.delete(old.text);
    partners.set(now, old);
  };
  for (const now of after) pair(now, open.get(now.text));
  for (const now of after.filter((each) => !partners.has(each))) {
    pair(
      now,
      [...open.values()].find(({ text }) => isGeneratedTwin(text, now.text)),
    );
  }
  return partners;
}

function tellOrder(
  before: readonly Data[],
  after: readonly Data[],
  order: Order,
  spot: Spot,
  walk: Walk,
): void {
  if (order === 'none' && walk.folds.has('order')) fold(walk, 'order', spot);
  else tell(walk, before, after, spot);
}

function compareItems(
  { was, is }: Pair,
  step: FieldStep,
  before: readonly Data[],
  after: readonly Data[],
  { spot, walk, compare }: Around,
): void {
  const old = was === undefined ? undefined : before[was];
  const now = is === undefined ? undefined : after[is];
  compare(old, now, underItem(spot, step, now ?? old), walk);
}

interface Paired {
  /** Of items that are not in the other list. */
  readonly pairs: readonly Pair[];
  /** Whether items that are in both have another order. */
  readonly isMoved: boolean;
}

function pairsByContent(before: readonly Data[], after: readonly Data[]): Paired {
  const open = Map.groupBy(before.keys(), (index) => canonical(before[index] ?? null));
  const come: number[] = [];
  const stayed: number[] = [];
  for (const [index, item] of after.entries()) {
    const same = open.get(canonical(item))?.shift();
    if (same === undefined) come.push(index);
    else stayed.push(same);
  }
  const gone = [...open.values()].flat().toSorted((a, b) => a - b);
  return {
    pairs: alikePairs(before, after, { gone, come }, false),
    isMoved: stayed.some((index, place) => index < (stayed[place - 1] ?? 0)),
  };
}

function pairsByPosition(before: readonly Data[], after: readonly Data[]): Paired {
  const pairs: Pair[][] = [];
  let [was, is] = [0, 0];
  let [gone, come]: [number[], number[]] = [[], []];
  for (const { count, added, removed } of edits(before.map(canonical), after.map(canonical))) {
    const indices = Array.from({ length: count }, (_, index) => index);
    if (added) come = [...come, ...indices.map((index) => is + index)];
    else if (removed) gone = [...gone, ...indices.map((index) => was + index)];
    else {
      pairs.push(alikePairs(before, after, { gone, come }, true));
      [gone, come] = [[], []];
    }
    if (!added) was += count;
    if (!removed) is += count;
  }
  return { pairs: [...pairs, alikePairs(before, after, { gone, come }, true)].flat(), isMoved: false };
}
