/** What is done to something: a mark, a colour and a word, so that none of them has to be seen. */
import type { Operation } from '../../../deploy/steps.ts';
import type { Severity } from '../../../systems/rule.ts';
import { operationMarks } from '../../marks.ts';
import { operationWords, type Sign } from '../wording.ts';
import { html, type Markup } from './markup.ts';

export const signMarkup = ({ mark, style, word }: Sign): Markup =>
  html`<span class="sign ${style}"><span aria-hidden="true">${mark}</span> ${word}</span>`;

export const operationSign = (operation: Operation): Markup =>
  signMarkup({ ...operationMarks[operation], word: operationWords[operation] });

const severities: Readonly<Record<Severity, Sign>> = {
  error: { mark: '✕', style: 'red', word: 'error' },
  warning: { mark: '!', style: 'yellow', word: 'warning' },
  notice: { mark: 'i', style: 'cyan', word: 'notice' },
};

export const severitySign = (severity: Severity): Markup => signMarkup(severities[severity]);

/** To this place itself, to be copied. */
export const linkTo = (id: string): Markup => html`<a href="#${id}">link</a>`;
