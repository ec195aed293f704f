import type { Page, PageElement, PageRange } from './dom.ts';

/**
 * Shows only what has all words of the search in it or in the titles above it, unfolds where they were found, and highlights them. Goes into the page as it is written
 * here: it may use nothing from outside of itself.
 */
export function search(page: Page): void {
  const { document } = page;
  const input = document.getElementById('find');
  const found = document.getElementById('found');
  const tools = document.getElementById('tools');
  if (input === null || found === null || tools === null) return;
  const delay = 120; // milliseconds
  const mostOpened = 100;
  const mostHighlighted = 2000;

  interface Item {
    readonly element: PageElement;
    /** Of a group its title, else all its text. */
    readonly text: string;
    readonly group: Item | null;
    readonly isGroup: boolean;
  }
  let known: Item[] | undefined;
  let opened: PageElement[] = [];
  let timer: number | undefined;

  const itemsOf = (): Item[] => {
    const items = new Map<PageElement, Item>();
    for (const element of document.querySelectorAll('[data-find]')) {
      const isGroup = element.querySelector('[data-find]') !== null;
      const title = isGroup ? element.firstElementChild : null;
      const above = element.parentElement?.closest('[data-find]') ?? null;
      const text = (title ?? element).textContent.toLowerCase();
      items.set(element, {
        element,
        text,
        isGroup,
        group: above === null ? null : (items.get(above) ?? null),
      });
    }
    return [...items.values()];
  };

  const titlesOver = ({ group }: Item): string =>
    group === null ? '' : `${titlesOver(group)} ${group.text}`;

  const unfold = (element: PageElement): void => {
    for (
      let at = element.closest('details');
      at !== null;
      at = at.parentElement?.closest('details') ?? null
    ) {
      if (!at.open) opened.push(at);
      at.open = true;
    }
  };

  const highlight = (elements: readonly PageElement[], words: readonly string[]): void => {
    const { CSS, Highlight } = page;
    if (CSS.highlights === undefined || Highlight === undefined) return;
    const ranges: PageRange[] = [];
    for (const element of elements) {
      const walker = document.createTreeWalker(element, 4);
      for (let text = walker.nextNode(); text !== null; text = walker.nextNode()) {
        const lower = text.data.toLowerCase();
        for (const word of words) {
          for (let from = lower.indexOf(word); from !== -1; from = lower.indexOf(word, from + word.length)) {
            if (ranges.length >= mostHighlighted || from + word.length > text.data.length) break;
            const range = document.createRange();
            range.setStart(text, from);
            range.setEnd(text, from + word.length);
            ranges.push(range);
          }
        }
      }
    }
    CSS.highlights.set('found', new Highlight(...ranges));
  };

  const show = (): void => {
    const words = input.value
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    for (const element of opened) element.open = false;
    opened = [];
    known ??= itemsOf();
    const shown = new Set<Item>();
    const hits: PageElement[] = [];
    const inside: PageElement[] = [];
    for (const item of known) {
      const titles = titlesOver(item);
      if (!words.every((word) => item.text.includes(word) || titles.includes(word))) continue;
      for (let at: Item | null = item; at !== null; at = at.group) shown.add(at);
      const isOwn = words.some((word) => item.text.includes(word));
      if (isOwn) hits.push(item.isGroup ? (item.element.firstElementChild ?? item.element) : item.element);
      if (isOwn && !item.isGroup) inside.push(item.element);
    }
    for (const item of known) item.element.hidden = !shown.has(item);
    for (const section of document.querySelectorAll('main > section')) {
      const items = [...section.querySelectorAll('[data-find]')];
      section.hidden = words.length > 0 && !items.some(({ hidden }) => !hidden);
    }
    if (words.length > 0) inside.slice(0, mostOpened).forEach(unfold);
    highlight(words.length === 0 ? [] : hits, words);
    found.value = words.length === 0 ? '' : `${hits.length} found`;
  };

  tools.hidden = false;
  input.addEventListener('input', () => {
    page.clearTimeout(timer);
    timer = page.setTimeout(show, delay);
  });
  if (input.value !== '') show();
}
