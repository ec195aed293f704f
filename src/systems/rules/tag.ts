/** The version of a container's image, against the values. */
import { textAt, type Data, type DataPath } from '../../kubernetes/data.ts';
import type { Subject, Verdict } from '../rule.ts';
import { nameOf, type Workload } from './workload.ts';

interface AskedImage {
  /** The value {repository, tag}. */
  readonly image: Data;
  readonly value: DataPath;
  readonly chart: Subject['chart'];
}

/** Without a tag among the values it is the chart's appVersion; nothing is said of an image by digest. */
export function* otherTag(
  { object, container }: Pick<Workload, 'object' | 'container'>,
  { image, value, chart }: AskedImage,
): Iterable<Verdict> {
  const found = textAt(container.spec, 'image') ?? '';
  const given = textAt(image, 'tag') ?? '';
  const asked = given === '' ? chart.appVersion : given;
  const [, tag] = /:([^:/]+)$/.exec(found) ?? [];
  if (found === '' || found.includes('@') || asked === null || tag === asked) return;
  yield {
    object,
    path: [...container.path, 'image'],
    value: [...value, 'tag'],
    message: `${nameOf({ object, container })}: the tag of the image is ${tag ?? 'missing, so that each start takes the newest'}, and the values say ${asked}`,
    hint: 'Let the template write the tag of the values, or the chart’s appVersion.',
  };
}
