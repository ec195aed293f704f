/** Tables and the graph. */
import { css } from './css.ts';

export const drawn = css`
  table {
    border-collapse: collapse;
    background: var(--paper);
    border: 1px solid var(--line);
  }
  th,
  td {
    padding: 0.3rem 0.8rem;
    border-top: 1px solid var(--line);
    text-align: left;
    vertical-align: top;
    font-weight: 400;
  }
  thead th {
    color: var(--soft);
  }
  .timings td {
    text-align: right;
    font-variant-numeric: tabular-nums;
  }
  .picture {
    overflow-x: auto;
    margin: 0.5rem 0;
  }
  svg path {
    fill: none;
    stroke: var(--soft);
  }
  svg rect {
    fill: var(--paper);
    stroke: currentColor;
  }
  svg text {
    fill: var(--ink);
    font-size: 13px;
  }
  svg .kind {
    fill: currentColor;
    font-size: 12px;
  }
`;
