/** Images that go back, and images whose tag may be another one tomorrow. */
import { textAt } from '../../kubernetes/data.ts';
import type { FieldPlace } from '../../kubernetes/field.ts';
import { objectText } from '../../kubernetes/object-id.ts';
import { containersOf } from '../../kubernetes/pods.ts';
import type { PlacedObject } from '../facts.ts';
import { imageReference, isOlder, mutability } from './image-reference.ts';
import { told, type ReleaseJudge } from './judge.ts';
import { podOf } from './pods.ts';
import { covers } from './server-defaults.ts';
import { listText } from './wording.ts';

interface Image {
  readonly container: string;
  readonly image: string;
  readonly place: FieldPlace;
}

export const imageDowngrades: ReleaseJudge = function* ({ arriving }) {
  for (const { id, before, after } of arriving) {
    if (before === null) continue;
    const old = new Map(imagesOf(before).map((each) => [each.container, each.image]));
    for (const { container, image, place } of imagesOf(after)) {
      const was = imageReference(old.get(container) ?? '');
      const is = imageReference(image);
      if (was.repository !== is.repository || was.tag === null || is.tag === null) continue;
      if (!isOlder(was.tag, is.tag)) continue;
      yield told('image-downgrade', 'warning', {
        object: id,
        place,
        message: `${objectText(id)}, container ${container}: ${is.repository} goes back from ${was.tag} to ${is.tag}; what the newer one has written, the older one may not read`,
        hint: 'See whether the older version supports the database or files of the newer one.',
      });
    }
  }
};

export const mutableTags: ReleaseJudge = function* ({ arriving }) {
  for (const { id, before, after } of arriving) {
    // Pods that stay as they are pull nothing.
    if (before !== null && arePodsSame(before, after)) continue;
    const byImage = Map.groupBy(imagesOf(after), ({ image }) => image);
    for (const [image, uses] of byImage) {
      const { tag, digest } = imageReference(image);
      const how = digest === null && image !== '' ? mutability(tag) : null;
      if (how === null) continue;
      const containers = uses.map(({ container }) => container);
      yield told('mutable-tag', how === 'moving' ? 'warning' : 'notice', {
        object: id,
        place: uses[0]?.place ?? [],
        message: `${objectText(id)}, container ${listText(containers)}: image ${image} ${
          tag === null
            ? 'has no tag, which means latest: each start may bring another one'
            : how === 'moving'
              ? 'has a tag that moves: each start may bring another one'
              : 'has a tag that most registries move to the newest patch: pods may run different ones'
        }`,
        ...(how === 'moving' ? { hint: 'Name a version, or better a digest.' } : {}),
      });
    }
  }
};

function arePodsSame(before: PlacedObject, after: PlacedObject): boolean {
  const [was, is] = [podOf(before), podOf(after)];
  if (was === null || is === null) return was === is;
  const [old, now] = [was, is].map(({ spec, annotations, labels }) => ({ spec, annotations, labels }));
  return covers(old, now) && covers(now, old);
}

function imagesOf(object: PlacedObject): Image[] {
  const pod = podOf(object);
  return pod === null
    ? []
    : containersOf(pod).map(({ name, type, spec, path }) => ({
        container: name,
        image: textAt(spec, 'image') ?? '',
        place: [
          ...pod.path,
          'spec',
          lists[type],
          name === '' ? Number(path.at(-1)) : { item: { name } },
          'image',
        ],
      }));
}

const lists = {
  container: 'containers',
  init: 'initContainers',
  ephemeral: 'ephemeralContainers',
} as const;
