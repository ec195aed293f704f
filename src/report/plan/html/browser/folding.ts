import type { Page, PageElement } from './dom.ts';

/**
 * Opens and closes everything, and what a link leads to; copies the digest. Goes into the page as it is written here: it may use nothing from outside of itself.
 */
export function folding(page: Page): void {
  const { document } = page;
  const onClick = (id: string, then: () => void): void =>
    document.getElementById(id)?.addEventListener('click', then);

  const setAll = (open: boolean): void => {
    for (const element of document.querySelectorAll('main details')) element.open = open;
  };
  onClick('open-all', () => setAll(true));
  onClick('close-all', () => setAll(false));

  const reveal = (): void => {
    const target = document.getElementById(page.location.hash.slice(1));
    if (target === null) return;
    let at: PageElement | null = target.closest('details');
    for (; at !== null; at = at.parentElement?.closest('details') ?? null) at.open = true;
    target.scrollIntoView();
  };
  page.addEventListener('hashchange', reveal);
  reveal();

  const copy = document.getElementById('copy');
  const digest = document.getElementById('digest-text');
  if (copy === null || digest === null) return;
  copy.hidden = false;
  onClick('copy', () => {
    page.getSelection()?.selectAllChildren(digest);
    void page.navigator.clipboard?.writeText(digest.textContent).catch(() => undefined);
  });
}
