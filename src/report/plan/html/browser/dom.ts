/**
 * What the page's script uses of a browser, in its own names. TypeScript's library of the DOM would make `document`, `name` and hundreds more known to all of this
 * project, which runs in no browser.
 */

export interface Page {
  readonly document: PageDocument;
  readonly location: { readonly hash: string };
  readonly navigator: { readonly clipboard?: { writeText(text: string): Promise<void> } };
  /** Absent in older browsers, as is `Highlight`: then nothing is highlighted. */
  readonly CSS: { readonly highlights?: Map<string, unknown> };
  readonly Highlight?: new (...ranges: readonly PageRange[]) => object;
  addEventListener(event: 'hashchange', listener: () => void): void;
  setTimeout(then: () => void, milliseconds: number): number;
  clearTimeout(timer: number | undefined): void;
  getSelection(): { selectAllChildren(element: PageElement): void } | null;
}

interface PageDocument {
  getElementById(id: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  createRange(): PageRange;
  /** 4: texts. */
  createTreeWalker(root: PageElement, show: 4): { nextNode(): PageText | null };
}

export interface PageElement {
  readonly tagName: string;
  readonly textContent: string;
  readonly parentElement: PageElement | null;
  readonly firstElementChild: PageElement | null;
  hidden: boolean;
  /** Of `details`. */
  open: boolean;
  /** Of `input` and `output`. */
  value: string;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  closest(selector: string): PageElement | null;
  scrollIntoView(): void;
  addEventListener(event: 'input' | 'click', listener: () => void): void;
}

export interface PageText {
  readonly data: string;
}

export interface PageRange {
  setStart(text: PageText, offset: number): void;
  setEnd(text: PageText, offset: number): void;
}
