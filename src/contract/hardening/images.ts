import { textAt } from '../../kubernetes/data.ts';
import { containerRule } from './container-rule.ts';

/** `host:5000/name:tag@sha256:…`; a colon before the last slash is a port. */
function partsOf(image: string): { tag: string | null; digest: string | null } {
  const [reference = '', digest = null] = image.split('@');
  const name = reference.slice(reference.lastIndexOf('/') + 1);
  return { tag: name.includes(':') ? name.slice(name.indexOf(':') + 1) : null, digest };
}

const moving = new Set(['latest', 'main', 'master', 'edge', 'nightly', 'dev', 'stable']);

export const imageRules = [
  containerRule(
    {
      id: 'hardening/image-pinned',
      title: 'Images are named by a version or a digest',
      why: 'A tag that moves brings another program with the next restart of a pod, on one node and not on the next, without a change that anybody reviewed.',
      severity: 'error',
    },
    function* ({ spec }) {
      const image = textAt(spec, 'image') ?? '';
      const { tag, digest } = partsOf(image);
      if (digest !== null) return;
      if (tag === null || moving.has(tag)) {
        const message = `image ${image} ${tag === null ? 'has no tag, which means latest' : 'has a tag that moves'}`;
        yield { path: ['image'], message, hint: 'Name a version, or better a digest.' };
      }
    },
  ),
];
