/** Whether two renderers gave the same. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { isMap, type Data } from '../kubernetes/data.ts';
import type { Render, RenderedObject } from '../kubernetes/rendered.ts';
import type { RenderOutcome } from './renderer.ts';

/**
 * What differs, one line each, in the order of the arguments; empty if nothing does. Names places, never values: one of them
 * may be a secret. Where a failure lies and what was reached is left out, which `helm template` doesn't tell.
 */
export function compareRenders(one: RenderOutcome, other: RenderOutcome): string[] {
  if (one.ok && other.ok) return differences(one.render, other.render);
  if (one.ok || other.ok) return [`one rendered, the other refused: ${refusalOf(one)}${refusalOf(other)}`];
  const [left, right] = [one.failure, other.failure];
  if (left.kind !== right.kind) return [`kind of the failure: ${left.kind} / ${right.kind}`];
  const same =
    left.kind === 'schema'
      ? sortedLines(left.message) === sortedLines(right.message)
      : left.message === right.message;
  return same ? [] : [`message of the failure: ${left.message} / ${right.message}`];
}

/** Helm tells violations of a schema in any order. */
const sortedLines = (text: string): string => text.split('\n').toSorted().join('\n');

const refusalOf = (outcome: RenderOutcome): string => (outcome.ok ? '' : outcome.failure.message);

function differences(one: Render, other: Render): string[] {
  const length = Math.max(one.objects.length, other.objects.length);
  const objects = Array.from({ length }, (_, index) =>
    compareObjects(one.objects[index], other.objects[index]),
  );
  const texts = (['notes', 'warnings'] as const).filter((part) => !isDeepStrictEqual(one[part], other[part]));
  return [...objects.flat(), ...paths(one.values, other.values, 'values'), ...texts];
}

function compareObjects(one: RenderedObject | undefined, other: RenderedObject | undefined): string[] {
  if (one === undefined || other === undefined || one.template !== other.template) {
    return [`object: ${nameOf(one)} / ${nameOf(other)}`];
  }
  return paths({ ...one, manifest: null }, { ...other, manifest: null }, nameOf(one)).concat(
    paths(one.manifest, other.manifest, nameOf(one)),
  );
}

const nameOf = (object: RenderedObject | undefined): string =>
  object === undefined ? 'nothing' : `${object.kind}/${object.name} of ${object.template}`;

/** The places at which two pieces of data differ. */
function paths(one: unknown, other: unknown, place: string): string[] {
  if (isDeepStrictEqual(one, other)) return [];
  if (!isMap(one) || !isMap(other)) return [place];
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].flatMap((key) =>
    paths(one[key] satisfies Data | undefined, other[key], `${place}.${key}`),
  );
}
