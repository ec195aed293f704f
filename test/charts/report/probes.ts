/** Questions to a page, as expressions that a browser answers. */

/** Waits until the search has been done. */
export const searchFor = (text: string): string => `new Promise((resolve) => {
  const input = document.getElementById('find');
  input.value = ${JSON.stringify(text)};
  input.dispatchEvent(new Event('input'));
  setTimeout(() => requestAnimationFrame(resolve), 200);
})`;

/** The titles of the objects that can be seen, in order. */
export const objectsSeen = `[...document.querySelectorAll('.object')]
  .filter((element) => element.checkVisibility({ contentVisibilityAuto: false }))
  .map((element) => element.querySelector('h4').textContent)`;

export const highlighted = `[...(CSS.highlights.get('found') ?? [])].map(String)`;

export const openCount = `document.querySelectorAll('main details[open]').length`;

/** How much wider than the window the page is, in CSS pixels. */
export const overhang = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/** Tags and names of attributes, each once. */
export const vocabulary = `(() => {
  const elements = [...document.querySelectorAll('*')];
  const once = (list) => [...new Set(list)].sort();
  return {
    tags: once(elements.map((element) => element.localName)),
    attributes: once(elements.flatMap((element) => element.getAttributeNames())),
  };
})()`;

/**
 * Texts with too little contrast to what is behind them, as WCAG 2 reckons it, with the ratio. Takes colours without transparency, which the page
 * has none of but "transparent".
 */
export const faint = `(() => {
  const parsed = (color) => color.match(/[\\d.]+/g).map(Number);
  const isClear = (color) => parsed(color)[3] === 0;
  const luminance = (color) => {
    const [r, g, b] = parsed(color).slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (at.localName === 'g') return getComputedStyle(at.querySelector('rect')).fill;
      if (!isClear(backgroundColor)) return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  };
  const found = [];
  const judge = (what, front, back) => {
    const [dark, light] = [luminance(front), luminance(back)].sort((a, b) => a - b);
    const ratio = (light + 0.05) / (dark + 0.05);
    if (!(ratio >= 4.5)) found.push(what + ': ' + ratio.toFixed(2));
  };
  let judged = 0;
  for (const element of document.querySelectorAll('body *')) {
    const hasText = [...element.childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim() !== '');
    if (!hasText || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const isDrawn = element.namespaceURI.endsWith('svg');
    judge(element.outerHTML.slice(0, 120), isDrawn ? style.fill : style.color, behind(element));
    for (const part of ['::before', '::placeholder']) {
      const { color, content } = getComputedStyle(element, part);
      if (content !== 'none') judge(part, color, behind(element));
    }
    const mark = getComputedStyle(element, '::highlight(found)');
    judge('highlighted', mark.color, mark.backgroundColor);
    judged += 1;
  }
  const input = document.getElementById('find');
  judge('placeholder', getComputedStyle(input, '::placeholder').color, behind(input));
  return { judged, found };
})()`;
