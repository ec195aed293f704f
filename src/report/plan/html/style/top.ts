/** The verdict, and the bar below it: parts, search, view. */
import { css } from './css.ts';

export const top = css`
  header {
    margin: 1.5rem 0 1rem;
    padding: 1.1rem 1.5rem;
    background: var(--paper);
    border: 1px solid var(--line);
    border-left: 6px solid var(--tone);
    border-radius: 8px;
  }
  header.refused {
    --tone: var(--red);
  }
  header.changes {
    --tone: var(--yellow);
  }
  header.no-changes {
    --tone: var(--green);
  }
  h1 {
    margin: 0;
    font-size: 1.6rem;
    line-height: 1.3;
    font-weight: 650;
  }
  h1 .verdict {
    color: var(--tone);
    margin-right: 0.4rem;
  }
  h1 .plan {
    font-weight: 400;
  }
  .tier {
    padding: 0.05rem 0.5rem;
    margin-right: 0.25rem;
    border: 1px solid var(--soft);
    border-radius: 99px;
    font-size: 0.8667rem;
  }
  .reasons {
    margin: 0.6rem 0;
    padding: 0.5rem 0.75rem 0.5rem 1.9rem;
    background: var(--removed);
    border-radius: 6px;
  }
  .tiles {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1.75rem;
    margin: 0.6rem 0 0.4rem;
    padding: 0;
    list-style: none;
  }
  .tiles b {
    font-size: 1.35rem;
    font-weight: 600;
  }
  .bar {
    position: sticky;
    top: 0;
    z-index: 1;
    padding: 0.5rem 0;
    background: var(--page);
    border-bottom: 1px solid var(--line);
  }
  nav ul {
    display: flex;
    flex-wrap: wrap;
    gap: 0.1rem 1.1rem;
    margin: 0 0 0.4rem;
    padding: 0;
    list-style: none;
  }
  nav a {
    text-decoration: none;
  }
  nav a:hover {
    text-decoration: underline;
  }
  .tools,
  .tools search {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem 0.6rem;
    align-items: center;
  }
  .tools search {
    flex: 1;
  }
  #find {
    flex: 0 1 24rem;
    min-width: 10rem;
  }
  input[type='search'],
  button {
    font: inherit;
    color: inherit;
    background: var(--paper);
    border: 1px solid var(--soft);
    border-radius: 6px;
    padding: 0.2rem 0.6rem;
  }
  ::placeholder {
    color: var(--soft);
    opacity: 1;
  }
  button:hover {
    background: var(--sunk);
  }
  output {
    color: var(--soft);
    min-width: 5rem;
  }
  .view {
    display: flex;
    gap: 0.8rem;
    border: 0;
    margin: 0;
    padding: 0;
  }
  .view legend {
    position: absolute;
    left: -100vw;
  }
`;
