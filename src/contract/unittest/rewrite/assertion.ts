/** One assertion of a suite as rules, snapshots, an expected failure, or the reason why it cannot be carried over. */
import { isMap, type DataMap } from '../../../kubernetes/data.ts';
import { conditions, documentCondition, type Condition } from './conditions.ts';
import type { Fails, RuleWords } from './draft.ts';
import type { Documents } from './probes.ts';
import { documentsOf, filtered, onOf, selectionOf, type Selection } from './selection.ts';
import type { Templates } from './templates.ts';

export type Rewritten =
  | { readonly kind: 'rules'; readonly rules: readonly RuleWords[]; readonly optional: boolean }
  | { readonly kind: 'snapshots'; readonly on: readonly string[]; readonly isPart: boolean }
  | { readonly kind: 'fails'; readonly fails: Fails; readonly otherwise: Fails | null }
  /** Nothing but that the case renders. */
  | { readonly kind: 'renders' }
  | { readonly kind: 'gap'; readonly why: string; readonly hint: string };

export interface AssertionContext {
  readonly templates: Templates;
  /** Without `asserts`. */
  readonly test: DataMap;
  /** Null: it is not known what the chart prints. */
  readonly printed: Documents | null;
}

const options: ReadonlySet<string> = new Set(['not', 'template', 'documentIndex', 'documentSelector']);

/** `equal`; null if it says none, or several. */
export function typeOf(assert: DataMap): string | null {
  const [type = null, ...more] = Object.keys(assert).filter((key) => !options.has(key));
  return more.length === 0 ? type : null;
}

export function rewritten(assert: DataMap, context: AssertionContext): Rewritten {
  const type = typeOf(assert);
  if (type === null)
    return gap('it has no single assertion', 'Write one assertion for each item of asserts.');
  const given = assert[type] ?? null;
  const parameters = isMap(given) ? given : {};
  const not = assert['not'] === true;
  if (type === 'failedTemplate' || type === 'notFailedTemplate') {
    return (type === 'failedTemplate') === not ? { kind: 'renders' } : failure(parameters);
  }
  const selected = selectionOf(context.templates, context.test, assert);
  if (!selected.ok) return gap(selected.why, 'Write "on" of a rule by hand.');
  const { selection } = selected;
  switch (type) {
    case 'hasDocuments':
      return counted(parameters, not, selection);
    case 'containsDocument':
      return containing(parameters, not, { selection, context });
    case 'matchSnapshot':
      return kept(parameters, not, { selection, context });
    default: {
      const known = conditions.get(type);
      if (known === undefined) return unknown(type);
      const condition = known.rewrite(parameters, known.negative !== not);
      if (condition === null) return gap(noWords, 'Write the rule by hand: CEL has more than paths.');
      return ofEach(condition, { selection, context });
    }
  }
}

const noWords = 'its path or its parameters have no exact counterpart';
const noPlace =
  'the document at this index is not known, or is like another one: its template is one of a pattern, prints too few, or two of one name';
const noPlaceHint = 'Choose it with documentSelector, by kind or name.';

const gap = (why: string, hint: string): Rewritten => ({ kind: 'gap', why, hint });

const unknown = (type: string): Rewritten =>
  type.endsWith('Raw')
    ? gap('contracts are about objects, not about NOTES.txt', 'Keep the test in its suite.')
    : gap(`there is no assertion ${type}`, 'Mend the test.');

interface About {
  readonly selection: Selection;
  readonly context: AssertionContext;
}

function ofEach(condition: NonNullable<Condition>, { selection, context }: About): Rewritten {
  const on = onOf(selection, context.printed);
  if (on === null) return gap(noPlace, noPlaceHint);
  const assert = condition('object');
  return { kind: 'rules', rules: on.map((one) => ({ on: one, assert })), optional: selection.optional };
}

/** A pattern of templates also names files that print nothing, which nobody can count. */
function counted({ count, filterAware }: DataMap, not: boolean, selection: Selection): Rewritten {
  const { templates, index } = selection;
  if (templates.kind === 'pattern') {
    return gap(
      'it counts the documents of each template that a pattern matches',
      'Name the templates in the suite, or write the rule about templates by hand.',
    );
  }
  if (typeof count !== 'number' || (filterAware === true && index !== null)) {
    return gap(noWords, 'Count with templates["FILE"].size().');
  }
  const rules = templates.files.map((file) => {
    const documents = documentsOf(file);
    const chosen = filterAware === true ? filtered(documents, selection) : documents;
    return { assert: `${chosen}.size() ${not ? '!=' : '=='} ${count}` };
  });
  return { kind: 'rules', rules, optional: false };
}

function containing(parameters: DataMap, not: boolean, { selection, context }: About): Rewritten {
  const condition = documentCondition(parameters);
  if (condition === null || not) {
    return gap(noWords, 'Write a rule with objects.exists(o, …), or with !objects.exists(o, …).');
  }
  if (parameters['any'] !== true) return ofEach(condition, { selection, context });
  const { templates, index } = selection;
  if (templates.kind === 'pattern' || index !== null) {
    return gap('it looks for a document in templates of a pattern, or at an index', 'Name the template.');
  }
  const rules = templates.files.map((file) => ({
    assert: `${filtered(documentsOf(file), selection)}.exists(o, ${condition('o')})`,
  }));
  return { kind: 'rules', rules, optional: false };
}

function kept(parameters: DataMap, not: boolean, { selection, context }: About): Rewritten {
  const patterns = ['matchRegex', 'notMatchRegex'].filter((key) => parameters[key] !== undefined);
  if (patterns.length > 0) {
    return gap(
      `with ${patterns.join(' and ')} nothing is compared with the snapshot`,
      'Use the assertion matchRegex or notMatchRegex instead: migrate carries it over.',
    );
  }
  if (not) return gap('a snapshot that must differ', 'Say in a rule what must hold.');
  const on = onOf(selection, context.printed);
  if (on === null) return gap(noPlace, noPlaceHint);
  const { path } = parameters;
  return { kind: 'snapshots', on, isPart: typeof path === 'string' && path !== '' };
}

const mostOfPattern = 1000;

/** helm-unittest compares with what Helm's message has after the place in the template, and takes a pattern that fits nothing as plain text. */
function failure({ errorMessage, errorPattern }: DataMap): Rewritten {
  if (typeof errorMessage === 'string' && errorMessage.trim() !== '') {
    const pattern = `: ${escaped(errorMessage)}$`;
    return pattern.length > mostOfPattern
      ? { kind: 'fails', fails: errorMessage, otherwise: null }
      : { kind: 'fails', fails: { pattern }, otherwise: errorMessage };
  }
  if (typeof errorPattern === 'string' && errorPattern.trim() !== '') {
    const pattern = errorPattern.replace(/^\^/, ': ');
    return { kind: 'fails', fails: { pattern }, otherwise: errorPattern };
  }
  return { kind: 'fails', fails: { pattern: '.' }, otherwise: null };
}

/** Line breaks count as spaces in a message. */
const escaped = (text: string): string =>
  text
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
