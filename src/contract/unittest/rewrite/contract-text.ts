/** A draft as the text of a contract file, with comments that say where everything is from and what is missing. */
import { Document, isMap, isNode, isScalar, isSeq, visit, type YAMLMap, type YAMLSeq } from 'yaml';
import type { NotCarried } from '../migration.ts';
import type { Draft, DraftCase, DraftItem, DraftRule, DraftSnapshot } from './draft.ts';
import { usualNames } from './release-names.ts';

export interface ContractHead {
  /** The chart's folder, relative to the contract file. */
  readonly chart: string;
  readonly suites: readonly string[]; // files, as messages name them
}

/** Lines longer than this are folded by nobody: expressions stay on one. */
const plain = { lineWidth: 0, flowCollectionPadding: false } as const;

export function contractText(draft: Draft, head: ContractHead): string {
  const rules = draft.items.filter(({ kind }) => kind !== 'snapshot');
  const snapshots = draft.items.filter((item) => item.kind === 'snapshot');
  const all = new Set(draft.cases.map(({ name }) => name));
  const document = new Document(
    {
      chart: head.chart,
      name: usualNames.release,
      namespace: usualNames.namespace,
      ...(draft.without.length > 0 && { without: draft.without }),
      cases: Object.fromEntries(draft.cases.map((one) => [one.name, caseData(one)])),
      rules: rules.flatMap((item) => (item.kind === 'rule' ? ruleData(item, all) : [])),
      ...(snapshots.length > 0 && { snapshots: snapshots.map((item) => snapshotData(item, all)) }),
    },
    { aliasDuplicateObjects: false },
  );
  quoteForHelm(document);
  document.commentBefore = headText(draft, head);
  comment(
    document.contents,
    'name',
    ' What helm-unittest calls RELEASE-NAME and NAMESPACE, as a cluster takes it.',
  );
  comment(document.contents, 'without', withoutText);
  caseComments(document.get('cases', true), draft.cases);
  itemComments(document.get('rules', true), rules);
  itemComments(document.get('snapshots', true), snapshots);
  if (rules.every(({ kind }) => kind === 'gap')) {
    document.delete('rules');
    document.comment = commentText(gapTexts(rules));
  }
  return document.toString(plain).replaceAll(unwritable, escaped);
}

/**
 * Helm reads YAML 1.1, where `yes` and `1_000` are no texts; a contract file must say what is meant. And what YAML takes only as an escape stands where there are
 * escapes.
 */
function quoteForHelm(document: Document): void {
  visit(document, {
    Scalar(key, node) {
      if (typeof node.value !== 'string') return;
      const isMistakable = key !== 'key' && noTextForHelm.test(node.value);
      if (isMistakable || node.value.search(unwritable) >= 0) node.type = 'QUOTE_DOUBLE';
    },
    Pair(_, { key, value }) {
      if (isScalar(key) && key.value === 'cases' && isSeq(value))
        value.flow = value.items.length <= mostOnLine;
    },
  });
}

const noTextForHelm = /^(?:[yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|[-+.]?\d[\w.+-]*)$/;

/** Characters that a YAML file cannot have: the library escapes only those that JSON cannot have either. */
const unwritable = /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const escaped = (character: string): string =>
  `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;

/** Cases of a rule that stand on one line. */
const mostOnLine = 3;

const withoutText =
  ' These packs find what the suites do not ask. Take them out, one after the other, to see what it is.';

function headText({ items }: Draft, { suites }: ContractHead): string {
  const gaps = items.filter(({ kind }) => kind === 'gap').length;
  const from =
    suites.length > 3 ? `${suites.slice(0, 3).join(', ')} and ${suites.length - 3} more` : suites.join(', ');
  return commentText([
    `Written by k8s-deploy migrate from ${from}.`,
    gaps === 0
      ? 'Everything was carried over.'
      : `${gaps} ${gaps === 1 ? 'thing was' : 'things were'} not carried over: look for "not carried over".`,
  ]);
}

function caseData({ fields, fails }: DraftCase): object {
  return { ...fields, ...(fails !== null && { fails }) };
}

const ruleData = (
  { id, text, cases, optional, test, what }: DraftRule,
  all: ReadonlySet<string>,
): object => ({
  id,
  ...(text.on !== undefined && { on: text.on }),
  assert: text.assert,
  message: test === '' ? what : `${test}: ${what}`,
  ...(optional && { optional }),
  ...casesData(cases, all),
});

const snapshotData = ({ on, cases }: DraftSnapshot, all: ReadonlySet<string>): object => ({
  on,
  ...casesData(cases, all),
});

const casesData = (cases: readonly string[], all: ReadonlySet<string>): object =>
  cases.length === all.size ? {} : { cases };

function caseComments(map: unknown, cases: readonly DraftCase[]): void {
  if (!isMap(map)) return;
  for (const [index, { source, test, comments }] of cases.entries()) {
    const pair = map.items[index];
    const texts = [...comments, `${source.file}:${source.line} ${test}`];
    if (isNode(pair?.key)) pair.key.commentBefore = commentText(texts);
  }
}

/** What is missing stands in front of the next item, or behind the last. */
function itemComments(list: unknown, items: readonly DraftItem[]): void {
  if (!isSeq(list)) return;
  let waiting: DraftItem[] = [];
  let index = 0;
  for (const item of items) {
    if (item.kind === 'gap') {
      waiting.push(item);
      continue;
    }
    const node = (list as YAMLSeq<YAMLMap>).items[index++];
    const own = [...(item.comment === null ? [] : [item.comment]), `${item.source.file}:${item.source.line}`];
    if (node !== undefined) node.commentBefore = commentText([...gapTexts(waiting), ...own]);
    waiting = [];
  }
  if (waiting.length > 0) list.comment = commentText(gapTexts(waiting));
}

const gapTexts = (items: readonly DraftItem[]): string[] =>
  items.flatMap((item) => (item.kind === 'gap' ? [gapText(item.gap)] : []));

const gapText = ({ source, what, why, hint }: NotCarried): string =>
  `not carried over: ${source.file}:${source.line} ${what}: ${why}\n  ${hint}`;

/** One space behind each `#`. Characters that YAML does not take in comments are left out. */
const commentText = (texts: readonly string[]): string =>
  texts
    .flatMap((text) => text.split(/\r?\n/))
    .map(
      (line) =>
        ` ${line.replaceAll(/[^\t\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')}`,
    )
    .join('\n');

function comment(map: unknown, key: string, text: string): void {
  const pair = isMap(map) ? map.items.find((one) => String(one.key) === key) : undefined;
  if (isNode(pair?.key)) pair.key.commentBefore = text;
}
