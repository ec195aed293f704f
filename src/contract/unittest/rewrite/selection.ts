/** Which documents an assertion is about, as `on` of a rule: templates, and of these the ones that a selector or an index chooses. */
import { isMap, type Data, type DataMap } from '../../../kubernetes/data.ts';
import { constantOf, presence, type Root, textOf, valueAt } from './cel-text.ts';
import { stepsOf } from './path.ts';
import { distinction, type Documents } from './probes.ts';
import { isFrom, type Templates } from './templates.ts';

export interface Selection {
  readonly templates: Templates;
  /** CEL; null: every document. */
  readonly selector: ((root: Root) => string) | null;
  /** It may select nothing. */
  readonly optional: boolean;
  /** From 0; null: every document. A selector goes before. */
  readonly index: number | null;
}

export type Selected =
  { readonly ok: true; readonly selection: Selection } | { readonly ok: false; readonly why: string };

/** The selector of an assertion goes before that of its test, and an index of the test before that of an assertion. */
export function selectionOf(templates: Templates, test: DataMap, assert: DataMap): Selected {
  const asked = assert['documentSelector'] ?? test['documentSelector'] ?? null;
  const at = test['documentIndex'] ?? assert['documentIndex'] ?? null;
  const index = typeof at === 'number' && at >= 0 ? at : null;
  if (!isMap(asked)) return { ok: true, selection: { templates, selector: null, optional: false, index } };
  const selector = selectorOf(asked);
  if (selector === null) {
    return { ok: false, why: 'rules have no words for the path of its documentSelector' };
  }
  const optional = asked['skipEmptyTemplates'] === true;
  return { ok: true, selection: { templates, selector, optional, index: null } };
}

function selectorOf({ path, value }: DataMap): ((root: Root) => string) | null {
  const steps = typeof path === 'string' && path !== '' ? stepsOf(path) : null;
  if (steps === null || steps.length === 0) return null;
  if (value === undefined || value === null) return (root) => presence(root, steps, root);
  if (steps.some(({ kind }) => kind === 'each')) return null;
  return (root) => {
    const equal = `${valueAt(root, steps, root)} == ${constantOf(value)}`;
    // In `on`, a field that is not there is an ordinary answer.
    const isSimple = root === 'object' && steps.length < 3;
    return isSimple ? equal : `${presence(root, steps, root)} && ${equal}`;
  };
}

/**
 * One expression for each rule that it takes: without a selector, each template must have a document that fits. Null: the document at the
 * index is not known. `printed`: what each template prints for the inputs.
 */
export function onOf(selection: Selection, printed: Documents | null): string[] | null {
  const { templates, selector, index } = selection;
  if (selector !== null) return [`${isFrom(templates)} && ${selector('object')}`];
  if (templates.kind === 'pattern') return index === null ? [templates.condition] : null;
  const each = templates.files.map((file) => {
    const from = isFrom({ kind: 'files', files: [file] });
    if (index === null) return from;
    const documents = printed?.get(file) ?? [];
    const fields = distinction(documents, index);
    const own = documents[index];
    if (fields === null || own === undefined) return null;
    return [from, ...fields.map((field) => `${paths[field]} == ${textOf(own[field])}`)].join(' && ');
  });
  return each.includes(null) ? null : each.filter((on) => on !== null);
}

const paths = { kind: 'kind', name: 'metadata.name' } as const;

/** Of the documents of one template, those that are chosen. */
export const filtered = (documents: string, { selector }: Selection): string =>
  selector === null ? documents : `${documents}.filter(o, ${selector('o')})`;

export const documentsOf = (file: Data & string): string => `templates[${textOf(file)}]`;
