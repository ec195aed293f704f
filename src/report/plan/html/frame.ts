/** What stands around the parts of the page: the list of them, the tools, and each one's heading. */
import { html, type Markup } from './markup.ts';

export interface Part {
  readonly id: string;
  readonly title: string;
  /** Null: it is not a list. */
  readonly count: number | null;
  /** Null: it is told in one line that there is none. */
  readonly body: Markup | null;
}

export const contents = (parts: readonly Part[]): Markup =>
  html`<nav aria-label="Parts of the plan">
    <ul>
      ${parts
        .filter(({ body }) => body !== null)
        .map(
          ({ id, title, count }) =>
            html`<li>
              <a href="#${id}">${title}${count === null ? null : html` <small>${count}</small>`}</a>
            </li>`,
        )}
    </ul>
  </nav>`;

/** The view is switched by the style alone; the rest is of use only with the script, which shows it. */
export const tools = html`<div class="tools">
  <search id="tools" hidden>
    <label for="find">Search</label>
    <input
      id="find"
      type="search"
      placeholder="names, fields, values, rules"
      autocomplete="off"
      spellcheck="false"
      aria-describedby="found"
    />
    <output id="found" for="find"></output>
    <button type="button" id="open-all">Open all</button>
    <button type="button" id="close-all">Close all</button>
  </search>
  <fieldset class="view">
    <legend>View</legend>
    <label><input type="radio" name="view" id="side-by-side" checked /> Side by side</label>
    <label><input type="radio" name="view" id="unified" /> Unified</label>
  </fieldset>
</div>`;

export const partMarkup = ({ id, title, count, body }: Part): Markup =>
  body === null
    ? html`<section id="${id}" class="none">
        <h2>${title}</h2>
        <p>none</p>
      </section> `
    : html`<section id="${id}" aria-labelledby="${id}-title">
        <h2 id="${id}-title">${title}${count === null ? null : html` <small>${count}</small>`}</h2>
        ${body}
      </section> `;
