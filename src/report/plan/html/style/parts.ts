/** Sections of the page, their lists, and what folds in them. */
import { css } from './css.ts';

export const parts = css`
  h2 {
    margin: 2rem 0 0.6rem;
    font-size: 1.2rem;
    font-weight: 650;
  }
  h3,
  h4 {
    display: inline;
    font-size: 1rem;
    font-weight: 600;
  }
  h3 {
    font-size: 1.08rem;
  }
  section > section {
    margin-top: 0.75rem;
  }
  .part {
    display: block;
    margin: 1rem 0 0.3rem;
  }
  .none h2,
  .none p {
    display: inline;
    margin: 0;
  }
  .none {
    margin-top: 1.25rem;
  }
  .cards,
  .plain,
  .hooks {
    padding: 0;
    list-style: none;
  }
  .cards > li,
  .plain > li,
  .hooks > li {
    margin: 0.4rem 0;
    padding: 0.55rem 0.9rem;
    background: var(--paper);
    border: 1px solid var(--line);
    border-radius: 6px;
  }
  .hooks {
    counter-reset: hook;
  }
  .hooks > li > p::before {
    counter-increment: hook;
    content: counter(hook) '. ';
    color: var(--soft);
  }
  li > p:last-child {
    margin-bottom: 0;
  }
  .hint {
    color: var(--soft);
  }
  .sign {
    display: inline-block;
    margin-right: 0.3rem;
    padding: 0 0.5rem;
    border: 1px solid;
    border-radius: 99px;
    font-size: 0.8rem;
    white-space: nowrap;
  }
  .green {
    color: var(--green);
  }
  .red {
    color: var(--red);
  }
  .yellow {
    color: var(--yellow);
  }
  .magenta {
    color: var(--magenta);
  }
  .cyan {
    color: var(--cyan);
  }
  .dim {
    color: var(--soft);
  }
  summary {
    cursor: pointer;
    padding: 0.35rem 0.25rem;
    border-radius: 6px;
  }
  summary:hover {
    background: var(--sunk);
  }
  .release {
    margin: 0.75rem 0;
    padding: 0.4rem 0.9rem;
    background: var(--paper);
    border: 1px solid var(--line);
    border-radius: 8px;
  }
  .release[open] {
    padding-bottom: 0.9rem;
  }
  .object {
    border-top: 1px solid var(--line);
  }
  .large .object {
    content-visibility: auto;
    contain-intrinsic-size: auto 2.3rem;
  }
  .object.bare {
    padding: 0.35rem 0.25rem 0.35rem 1.2rem;
  }
  .object > .body {
    padding: 0 0 0.75rem 1.2rem;
  }
  .object:target,
  .release:target,
  li:target {
    border-left: 3px solid var(--link);
  }
  .rest {
    border-top: 1px solid var(--line);
  }
  .rest > summary,
  .folded {
    color: var(--soft);
  }
  .folded {
    font-size: 0.8667rem;
  }
`;
