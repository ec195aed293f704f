/** What is below the changes: resources around the releases, Pulumi's steps, what is not known, the digest, and how long it took. */
import type { BackingChange, Plan } from '../../../plan/plan.ts';
import { operationRemarks, orderText } from '../wording.ts';
import { fieldList } from './fields.ts';
import { html, type Markup } from './markup.ts';
import { operationSign } from './signs.ts';

export function backingList({ backing }: Plan): Markup {
  const changed = backing.filter(({ operation }) => operation !== 'same');
  const same = backing.filter(({ operation }) => operation === 'same');
  const items = (list: readonly BackingChange[]): Markup =>
    html`<ul class="plain">
      ${list.map(backingMarkup)}
    </ul>`;
  return html`${changed.length === 0 ? null : items(changed)}${
    same.length === 0
      ? null
      : html`<details class="rest" data-find>
          <summary>${same.length} unchanged</summary>
          ${items(same)}
        </details>`
  }`;
}

function backingMarkup(change: BackingChange): Markup {
  const { kind, name, operation, fields } = change;
  const remarks = [orderText(change), operationRemarks[operation] ?? ''].filter((remark) => remark !== '');
  return html`<li data-find>
    <p>${operationSign(operation)} <b>${kind} ${name}</b> <small>${remarks.join('; ')}</small></p>
    ${fieldList(fields)}
  </li> `;
}

export const stepTable = ({ steps }: Plan): Markup =>
  html`<table>
    <thead>
      <tr>
        <th scope="col">Operation</th>
        <th scope="col">Resource</th>
        <th scope="col">Changed keys</th>
      </tr>
    </thead>
    <tbody>
      ${steps.map(
        (step) =>
          html`<tr data-find>
            <td>${operationSign(step.operation)}</td>
            <td>${step.kind} ${step.name}</td>
            <td>${keysText(step)}</td>
          </tr> `,
      )}
    </tbody>
  </table>`;

function keysText({ changedKeys, replaceKeys, order }: Plan['steps'][number]): string {
  const keys = changedKeys.map((key) =>
    replaceKeys.includes(key) ? `${key} (forces the replacement)` : key,
  );
  return [...keys, ...(order === null ? [] : [orderText({ order })])].join(', ');
}

export const gapList = ({ gaps }: Plan): Markup =>
  html`<ul>
    ${gaps.map((gap) => html`<li data-find>${gap}</li> `)}
  </ul>`;

/** The button is of use only with the script, which shows it. */
export const digestMarkup = ({ digest }: Plan): Markup =>
  html`<p>What was reviewed is what is applied: <code>up --expect-digest</code> refuses any other plan.</p>
    <p class="digest">
      <code id="digest-text">${digest}</code> <button type="button" id="copy" hidden>Copy</button>
    </p>`;

export function timingList({ timings }: Plan): Markup {
  const rows = Object.entries(timings).map(
    ([phase, milliseconds]) =>
      html`<tr>
        <th scope="row">${phase}</th>
        <td>${seconds(milliseconds)}</td>
      </tr>`,
  );
  return html`<table class="timings">
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;
