/** Names of images, and which of two tags is older. */
import { compare, valid } from 'semver';

export interface ImageReference {
  /** With its host: `registry.example.com:5000/team/web`. */
  readonly repository: string;
  readonly tag: string | null;
  readonly digest: string | null;
}

/** `host:5000/name:tag@sha256:…`; a colon before the last slash is a port. */
export function imageReference(image: string): ImageReference {
  const [reference = '', digest = null] = image.split('@');
  const name = reference.lastIndexOf('/') + 1;
  const colon = reference.indexOf(':', name);
  return {
    repository: canonical(colon === -1 ? reference : reference.slice(0, colon)),
    tag: colon === -1 ? null : reference.slice(colon + 1),
    digest,
  };
}

/** `nginx`, `library/nginx` and `docker.io/library/nginx` are the same. */
function canonical(repository: string): string {
  const [first = '', ...rest] = repository.split('/');
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  if (!hasHost) return `docker.io/${rest.length === 0 ? `library/${first}` : repository}`;
  if (first !== 'docker.io' && first !== 'index.docker.io') return repository;
  return `docker.io/${rest.length === 1 ? 'library/' : ''}${rest.join('/')}`;
}

/**
 * How likely a tag is to be another image tomorrow. `moving`: by its name. `floating`: `1` and `1.2`, which most registries move to the newest patch
 * (some never do: `pause:3.10`). Whatever else there is was meant to stay.
 */
export function mutability(tag: string | null): 'moving' | 'floating' | null {
  if (tag === null) return 'moving';
  const words = tag.toLowerCase().split(/[-_.]/);
  if (words.some((word) => moving.has(word)) && !/\d+\.\d+|[0-9a-f]{7,}|\d{8}/.test(tag)) return 'moving';
  return /^v?\d{1,3}(?:\.\d{1,4})?(?:-[a-z]+)?$/.test(tag) ? 'floating' : null;
}

const moving = new Set(
  'latest main master trunk head develop dev devel development nightly daily weekly snapshot edge canary unstable testing test staging stable release rc beta alpha next current mainline lts prod production'.split(
    ' ',
  ),
);

/** Whether the second tag is an older version than the first. False where the two cannot be compared. */
export function isOlder(before: string, after: string): boolean {
  const [was, is] = [versionOf(before), versionOf(after)];
  if (was === null || is === null || !isSameScheme(was, is)) return false;
  for (const [index, number] of was.numbers.entries()) {
    const other = is.numbers[index];
    // `1.27` after `1.27.4` is a floating tag of the same line, not an older version.
    if (other === undefined) return false;
    if (other !== number) return other < number;
  }
  if (is.numbers.length > was.numbers.length) return false;
  return isEarlierStage(was.suffix, is.suffix);
}

interface Version {
  readonly numbers: readonly bigint[];
  readonly suffix: string;
}

function versionOf(tag: string): Version | null {
  const [, numbers, suffix = ''] = /^v?(\d{1,20}(?:\.\d{1,20}){0,4})(?:[-+._](.*))?$/.exec(tag) ?? [];
  return numbers === undefined ? null : { numbers: numbers.split('.').map(BigInt), suffix };
}

/** A build number or a date beside a version says nothing of their order. */
const isSameScheme = (a: Version, b: Version): boolean =>
  (a.numbers.length === 1) === (b.numbers.length === 1) || (isShort(a) && isShort(b));

const isShort = ({ numbers }: Version): boolean => (numbers[0] ?? 0n) < 1000n;

const stage = /^(?:alpha|beta|rc|pre|preview|snapshot|dev|m\d|a\d|b\d)/i;

/** Of equal numbers: `1.2.0-rc1` is older than `1.2.0`, and `-alpine` is no version at all. */
function isEarlierStage(was: string, is: string): boolean {
  if (!stage.test(is)) return false;
  if (!stage.test(was)) return was === '';
  const [old, now] = [`0.0.0-${was}`, `0.0.0-${is}`];
  return valid(old) !== null && valid(now) !== null && compare(now, old) < 0;
}
