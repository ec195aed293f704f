import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Subject, Violation } from '../rule.ts';

/** Objects that work only beside the release's pods, and say another namespace. */
export function* strays(objects: readonly RenderedObject[], { release }: Subject): Iterable<Violation> {
  for (const object of new Set(objects)) {
    if (object.namespace === null || object.namespace === release.namespace) continue;
    yield {
      object,
      path: ['metadata', 'namespace'],
      message: `${object.kind} ${object.name} is in namespace ${object.namespace}, and what it works with is in ${release.namespace}, the namespace of the release`,
      hint: 'Leave metadata.namespace out, or write {{ .Release.Namespace }}.',
    };
  }
}
