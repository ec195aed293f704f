/** Narrow windows and paper. */
import { css } from './css.ts';

export const media = css`
  @media (max-width: 48rem) {
    body {
      padding: 0 0.75rem 3rem;
    }
    header {
      padding: 0.8rem 1rem;
    }
    html {
      scroll-padding-top: 0;
    }
    .bar {
      position: static;
    }
    output {
      min-width: 0;
    }
    .view {
      display: none;
    }
    .object > .body {
      padding-left: 0.25rem;
    }
    .pair {
      grid-template-columns: minmax(0, 1fr);
    }
    .pair > ins {
      grid-column: 1;
      border-left: 0;
    }
    .pair > [aria-hidden] {
      display: none;
    }
  }

  @media print {
    :root {
      color-scheme: light;
      --page: #ffffff;
    }
    body {
      max-width: none;
      padding: 0;
      font-size: 10pt;
    }
    .bar,
    .skip,
    button {
      display: none;
    }
    .large .object {
      content-visibility: visible;
    }
    details:not(.rest)::details-content {
      content-visibility: visible;
      block-size: auto;
    }
    summary,
    h2,
    h3,
    dt {
      break-after: avoid;
    }
    .cards > li,
    .fields > div {
      break-inside: avoid;
    }
    * {
      print-color-adjust: exact;
    }
  }
`;
