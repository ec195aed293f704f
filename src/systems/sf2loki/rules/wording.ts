/** How messages name what they are about. */
import type { Data } from '../../../kubernetes/data.ts';
import type { Container } from '../../../kubernetes/pods.ts';
import type { RenderedObject } from '../../../kubernetes/rendered.ts';
import { quoted } from '../../../stack/problem.ts';

export const named = ({ kind, name }: RenderedObject): string => `${kind} ${name}`;

export const namedContainer = ({ pod, name }: Container): string => `${named(pod.object)}, container ${name}`;

const shownCharacters = 80;

/** A value as it was found. Never for one that may be a secret. */
export function shown(value: Data | undefined): string {
  if (value === undefined) return 'not set';
  if (typeof value === 'string') return quoted(value);
  const text = JSON.stringify(value);
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text;
}
