/** Colours of day and night, and what all texts have in common. */
import { css } from './css.ts';

export const base = css`
  :root {
    color-scheme: light dark;
    --page: light-dark(#f6f6f3, #15171a);
    --paper: light-dark(#ffffff, #1c1f23);
    --sunk: light-dark(#f3f4f4, #24282d);
    --ink: light-dark(#1f2429, #e2e5e9);
    --soft: light-dark(#565e68, #a3acb7);
    --line: light-dark(#dddfe1, #353a41);
    --link: light-dark(#0a5aa6, #86b9f5);
    --green: light-dark(#1b6a35, #84d19a);
    --red: light-dark(#a12329, #f3a19d);
    --yellow: light-dark(#7a5000, #e4c06d);
    --magenta: light-dark(#81308c, #dba8e4);
    --cyan: light-dark(#0b6470, #80cdd9);
    --added: light-dark(#e9f5ec, #19301f);
    --added-more: light-dark(#c3e7cc, #28583a);
    --removed: light-dark(#fbecec, #381f21);
    --removed-more: light-dark(#f5c9c8, #6a3335);
    --found: light-dark(#ffe27a, #6b5600);
  }
  * {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  html {
    scroll-padding-top: 7.5rem;
  }
  body {
    margin: 0 auto;
    padding: 0 1.5rem 4rem;
    max-width: 82rem;
    background: var(--page);
    color: var(--ink);
    font:
      15px/1.5 system-ui,
      -apple-system,
      'Segoe UI',
      sans-serif;
    overflow-wrap: anywhere;
  }
  a {
    color: var(--link);
  }
  :focus-visible {
    outline: 2px solid var(--link);
    outline-offset: 1px;
  }
  summary:focus-visible {
    outline-offset: -2px;
  }
  p {
    margin: 0.25rem 0;
  }
  small,
  .source,
  .skipped,
  .none p {
    color: var(--soft);
    font-size: 0.8667rem;
  }
  code,
  pre,
  .pair,
  .secret {
    font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
    font-size: 0.8667rem;
    unicode-bidi: isolate;
  }
  ul,
  ol {
    margin: 0.25rem 0;
    padding-left: 1.4rem;
  }
  .skip {
    position: absolute;
    left: -100vw;
  }
  .skip:focus {
    left: 1rem;
    top: 0.5rem;
    padding: 0.25rem 0.75rem;
    background: var(--paper);
    z-index: 2;
  }
`;
