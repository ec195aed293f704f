/** The forms of a chart reference, and where each one leads. Pure. */
import { ChartProblem } from './problem.ts';
import { sameVersion, toTag } from './versions.ts';

export type ChartLocation = OciLocation | RepositoryLocation | ArchiveUrlLocation | LocalLocation;

export interface OciLocation {
  readonly kind: 'oci';
  readonly host: string; // HOST or HOST:PORT as written
  readonly repository: string; // path of the chart in the registry
  readonly tag: string | null;
  readonly manifestDigest: string | null; // `@sha256:…` of the reference: the manifest's, not the archive's
  readonly plainHttp: boolean;
}

/** A classic chart repository: `index` lists the archives of `chart`. */
export interface RepositoryLocation {
  readonly kind: 'repository';
  readonly index: URL;
  readonly chart: string;
  readonly version: string | null;
}

export interface ArchiveUrlLocation {
  readonly kind: 'archive-url';
  readonly url: URL;
}

/** A folder or a `.tgz` file, relative to the stack directory. */
export interface LocalLocation {
  readonly kind: 'local';
  readonly path: string;
}

const forms =
  'Expected oci://HOST/PATH/NAME, https://HOST/PATH/NAME of a chart repository, a URL or file that ends in .tgz, or a folder';

/** Rules of the OCI distribution specification for repository names, tags and digests. */
const repositoryName = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const tagName = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
/** What a chart may be called: a file is named after it. */
export const chartName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,249}$/;
const sha256 = /^sha256:[0-9a-f]{64}$/;

/** Throws a `ChartProblem` for a reference that no chart can be under. */
export function parseReference(
  ref: string,
  options: { readonly version: string | null; readonly plainHttp: boolean },
): ChartLocation {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(ref)?.[1]?.toLowerCase() ?? null;
  switch (scheme) {
    case 'oci':
      return parseOci(ref.slice('oci://'.length), options.version, options.plainHttp);
    case 'oci+http':
      return parseOci(ref.slice('oci+http://'.length), options.version, true);
    case 'https':
    case 'http':
      return parseHttp(ref, options);
    case null:
      return parseLocal(ref);
    default:
      throw malformed(`"${scheme}://" is not a kind of chart source`, forms);
  }
}

function parseOci(rest: string, version: string | null, plainHttp: boolean): OciLocation {
  const [, host = '', path = ''] = /^([^/]*)\/?(.*)$/s.exec(rest) ?? [];
  checkHost(`https://${host}/`, host);
  const [, repository = '', refTag, digest] =
    /^([^:@]*)(?::([^@]*))?(?:@(.*))?$/s.exec(path) ?? ([] as string[]);
  if (!repositoryName.test(repository)) {
    throw malformed(
      'the path after the host is not a repository name',
      'It is made of lower-case letters and digits, with single ".", "_" or "-" between them, in steps divided by "/"',
    );
  }
  if (digest !== undefined && !sha256.test(digest)) {
    throw malformed('what follows "@" is not a digest', 'Expected "sha256:" and 64 hexadecimal digits');
  }
  const asked = version === null ? null : toTag(version);
  if (refTag !== undefined && asked !== null && !sameVersion(refTag, asked)) {
    throw malformed(
      `it names version "${refTag}", but \`version\` is "${version}"`,
      'Name the version once, in `version`',
    );
  }
  const tag = refTag ?? asked;
  if (tag !== null && !tagName.test(tag)) {
    throw malformed(
      `"${version ?? tag}" is not a version that a registry can hold`,
      'Give one exact version such as "1.2.3"; ranges are not resolved, so that what is reviewed is what is applied',
    );
  }
  return { kind: 'oci', host, repository, tag, manifestDigest: digest ?? null, plainHttp };
}

function parseHttp(
  ref: string,
  options: { readonly version: string | null; readonly plainHttp: boolean },
): RepositoryLocation | ArchiveUrlLocation {
  const url = checkHost(ref, ref);
  if (url.protocol === 'http:' && !options.plainHttp) {
    throw malformed(
      'it asks for plain HTTP',
      'Use https://, or set `plainHttp: true` where that is intended',
    );
  }
  if (url.pathname.endsWith('.tgz')) return { kind: 'archive-url', url };
  if (url.search !== '' || url.hash !== '') {
    throw malformed('a chart repository has no query or fragment', forms);
  }
  const steps = url.pathname.replace(/\/+$/, '').split('/');
  const chart = steps.pop() ?? '';
  if (!chartName.test(chart)) throw malformed('it does not end in the name of a chart', forms);
  const index = new URL(`${steps.join('/')}/index.yaml`, url);
  return { kind: 'repository', index, chart, version: options.version };
}

function parseLocal(ref: string): LocalLocation {
  const outside = ref.startsWith('/') || /^[a-z]:[\\/]/i.test(ref) || ref.split(/[\\/]/).includes('..');
  if (outside) {
    throw malformed(
      'it leaves the stack directory',
      'Put the chart inside the stack directory, or publish it to a registry and use oci://HOST/PATH/NAME',
    );
  }
  return { kind: 'local', path: ref };
}

function checkHost(url: string, shown: string): URL {
  if (shown.includes('@') && /^[^/]*@|:\/\/[^/]*@/.test(shown)) {
    throw malformed('it holds credentials', 'Give them with `username` and `password`, by a secret source');
  }
  const parsed = URL.parse(url);
  if (parsed === null || parsed.hostname === '') throw malformed('its host is missing or malformed', forms);
  return parsed;
}

const malformed = (message: string, advice: string): ChartProblem =>
  new ChartProblem('configuration', message, advice);
