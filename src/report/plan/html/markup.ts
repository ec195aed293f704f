/** HTML put together safely: text is escaped wherever it comes from, and only what this module made goes in as it is. */

export class Markup {
  readonly #source: string;

  private constructor(source: string) {
    this.#source = source;
  }

  /** Only for what is written in this folder: styles, scripts. Never for text of others. */
  static trusted(source: string): Markup {
    return new Markup(source);
  }

  toString(): string {
    return this.#source;
  }
}

export type Content = Markup | string | number | null | readonly Content[];

/** `` html`<code>${name}</code>` ``: values are text, or markup made the same way; attributes stand in double quotes. */
export function html(literals: TemplateStringsArray, ...values: readonly Content[]): Markup {
  const pieces = withoutIndents(literals);
  let source = pieces[0] ?? '';
  values.forEach((value, index) => {
    source += sourceOf(value) + (pieces[index + 1] ?? '');
  });
  return Markup.trusted(source);
}

/** The same array for the same template: thousands of objects are written by a few of them. */
const cleaned = new WeakMap<TemplateStringsArray, readonly string[]>();

/** How the templates are laid out in their files would be a third of the page. */
function withoutIndents(literals: TemplateStringsArray): readonly string[] {
  const known = cleaned.get(literals);
  if (known !== undefined) return known;
  const pieces = literals.map((literal) => literal.replaceAll(/\s*\n\s*/g, '\n'));
  cleaned.set(literals, pieces);
  return pieces;
}

function sourceOf(content: Content): string {
  if (content === null) return '';
  if (typeof content === 'string') return escaped(content);
  if (typeof content === 'number') return String(content);
  return content instanceof Markup ? content.toString() : content.map(sourceOf).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Beside HTML's own characters: controls but tab and line feed, what has no width, and what turns the direction of reading. */
const special = /[&<>"']|(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** What nobody could see is shown by its number, since a change of it is a change, too: `⟨U+200B⟩`. */
const escaped = (text: string): string =>
  text.toWellFormed().replaceAll(special, (character) => entities[character] ?? `⟨U+${codeOf(character)}⟩`);

const codeOf = (character: string): string =>
  (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
