/** How the page looks: calm, in the reader's colours of day or night, the same on paper. */
import { base } from './style/base.ts';
import { drawn } from './style/drawn.ts';
import { media } from './style/media.ts';
import { parts } from './style/parts.ts';
import { sides } from './style/sides.ts';
import { top } from './style/top.ts';

/** `media` last: it overrules the others. */
export const pageStyle = [base, top, parts, sides, drawn, media].join('').replaceAll(/\s+/g, ' ').trim();
