/** Fields and texts, side by side or one below the other. */
import { css } from './css.ts';

export const sides = css`
  .fields {
    margin: 0.25rem 0;
  }
  .fields > div {
    margin: 0.5rem 0;
  }
  .fields dd {
    margin: 0.15rem 0 0;
  }
  .text,
  .fields dd > .pair,
  .secret {
    border: 1px solid var(--line);
    border-radius: 5px;
    overflow: hidden;
  }
  .secret {
    margin: 0;
    padding: 0.2rem 0.6rem;
    color: var(--soft);
    background: var(--sunk);
  }
  .pair {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    background: var(--sunk);
  }
  .pair > * {
    display: block;
    text-decoration: none;
    background: var(--paper);
  }
  .pair > ins,
  .pair > [aria-hidden] {
    grid-column: 2;
    border-left: 1px solid var(--line);
  }
  .pair > del {
    background: var(--removed);
  }
  .pair > ins {
    background: var(--added);
  }
  .pair span {
    display: block;
    position: relative;
    min-height: 1.5em;
    white-space: pre-wrap;
    tab-size: 4;
    padding: 0 0.6rem 0 1.6rem;
  }
  .pair > del > span::before,
  .pair > ins > span::before {
    position: absolute;
    left: 0.55rem;
  }
  .pair > del > span::before {
    content: '−';
    color: var(--red);
  }
  .pair > ins > span::before {
    content: '+';
    color: var(--green);
  }
  .pair b {
    font-weight: inherit;
    border-radius: 3px;
  }
  del b {
    background: var(--removed-more);
  }
  ins b {
    background: var(--added-more);
  }
  .skipped {
    margin: 0;
    padding: 0.1rem 0.6rem;
    background: var(--sunk);
    text-align: center;
  }
  pre {
    margin: 0.4rem 0;
    white-space: pre-wrap;
    border: 1px solid var(--line);
    border-radius: 5px;
    overflow: hidden;
    tab-size: 4;
  }
  pre > ins,
  pre > del {
    display: block;
    padding: 0.4rem 0.8rem;
    text-decoration: none;
  }
  pre > ins {
    background: var(--added);
    border-left: 4px solid var(--green);
  }
  pre > del {
    background: var(--removed);
    border-left: 4px solid var(--red);
  }
  body:has(#unified:checked) .pair {
    grid-template-columns: minmax(0, 1fr);
  }
  body:has(#unified:checked) .pair > ins {
    grid-column: 1;
    border-left: 0;
  }
  body:has(#unified:checked) .pair > [aria-hidden] {
    display: none;
  }
  ::highlight(found) {
    background-color: var(--found);
    color: var(--ink);
    text-decoration: underline;
  }
`;
