/** The objects of one release: what is done to each, folded or open. */
import type { Data } from '../../../kubernetes/data.ts';
import type { ObjectChange, ReleasePlan } from '../../../plan/plan.ts';
import { plural } from '../../check/wording.ts';
import { objectName, objectSigns } from '../wording.ts';
import type { Anchors } from './anchors.ts';
import { dataText } from './data-text.ts';
import { fieldList, foldedNote } from './fields.ts';
import { html, type Markup } from './markup.ts';
import { linkTo, signMarkup } from './signs.ts';

/** Most telling first. Unchanged ones come after them, folded together. */
const order = ['changed', 'renamed', 'created', 'deleted', 'kept'] as const;

export interface Unfolding {
  readonly anchors: Anchors;
  /** Changed objects are open from the start. */
  readonly isOpen: boolean;
}

export function objectList({ objects }: ReleasePlan, unfolding: Unfolding): Markup {
  const of = (change: ObjectChange['change']): Markup[] =>
    objects.filter((object) => object.change === change).map((object) => objectMarkup(object, unfolding));
  const unchanged = of('unchanged');
  const rest = html`<details class="rest" data-find>
    <summary>${plural(unchanged.length, 'unchanged object')}</summary>
    ${unchanged}
  </details>`;
  return html`${order.flatMap(of)}${unchanged.length === 0 ? null : rest}`;
}

function objectMarkup(entry: ObjectChange, { anchors, isOpen }: Unfolding): Markup {
  const { change, template, fields, content, folded } = entry;
  const id = anchors.of(entry);
  const title = html`${signMarkup(objectSigns[change])}
    <h4>${objectName(entry)}</h4>
    ${noteOf(entry)}`;
  const source = template === null ? null : html` from <code>${template}</code>`;
  if (fields.length === 0 && folded.length === 0 && content === null)
    return html`<div class="object bare" id="${id}" data-find>${title}</div> `;
  const open = isOpen && fields.length > 0 ? html` open` : null;
  return html`<details class="object" id="${id}" ${open} data-find>
    <summary>${title}</summary>
    <div class="body">
      <p class="source">${linkTo(id)}${source}</p>
      ${fieldList(fields)}${contentMarkup(change, content)}${foldedNote(folded)}
    </div>
  </details> `;
}

function noteOf({ change, fields, folded }: ObjectChange): Markup | null {
  const noise = folded.reduce((sum, { count }) => sum + count, 0);
  const parts = [
    ...(change === 'kept' ? ['it leaves the release and stays in the cluster'] : []),
    ...(fields.length === 0 ? [] : [plural(fields.length, 'field')]),
    ...(noise === 0 ? [] : [`${noise} folded`]),
  ];
  return parts.length === 0 ? null : html` <small>${parts.join(', ')}</small>`;
}

function contentMarkup(change: ObjectChange['change'], content: Data): Markup | null {
  if (content === null) return null;
  const text = dataText(content);
  if (change === 'created') return html`<pre data-find><ins>${text}</ins></pre>`;
  return html`<pre data-find>${change === 'deleted' ? html`<del>${text}</del>` : text}</pre>`;
}
