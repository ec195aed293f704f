/** Keys of `set` in a suite: `image.tag`, `ports[1].name`, `labels.[app.kubernetes.io/name]`. */
import type { Data, DataMap } from '../../../kubernetes/data.ts';

type Step = string | number;

/** What the path makes of a value: a list has nulls in front of its one item. Null: it is no path. */
export function valuesAt(path: string, value: Data): DataMap | null {
  const steps = stepsOf(path);
  if (steps === null) return null;
  const built = steps.reduceRight<Data>(
    (below, step) =>
      typeof step === 'number' ? [...Array<null>(step).fill(null), below] : { [step]: below },
    value,
  );
  return built as DataMap;
}

const stepForm = /(?:^|\.)\[([^\]=,{}[]+)\]|(?:^|\.)([^.[\]=,{}]+)|\[(\d{1,4})\]/gy;

function stepsOf(path: string): Step[] | null {
  const steps: Step[] = [];
  let read = 0;
  for (const [whole, dotted, key, index] of path.matchAll(stepForm)) {
    read += whole.length;
    steps.push(index === undefined ? (dotted ?? key ?? '') : Number(index));
  }
  return read === path.length && typeof steps[0] === 'string' ? steps : null;
}
