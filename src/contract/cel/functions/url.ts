/**
 * URLs, as Kubernetes has them: it reads them by RFC 3986 and leaves them as they are, where the WHATWG's `URL` drops default ports and
 * resolves dots. An absolute URL, or an absolute path.
 */
import { celFunc, celMethod, CelScalar, listType, mapType, type CelFunc } from '@bufbuild/cel';
import { opaqueType } from './opaque.ts';

interface Parts {
  readonly text: string;
  readonly scheme: string;
  readonly host: string; // with the port
  readonly hostname: string; // without the brackets of an IPv6 address
  readonly port: string;
  readonly path: string;
  readonly query: string;
}

function partsOf(text: string): Parts | null {
  if (/\p{Cc}/u.test(text)) return null;
  const [, scheme = '', authority, path = '', query = ''] =
    /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/([^/?]*))?([^?]*)(?:\?(.*))?$/s.exec(text) ?? [];
  if (scheme === '' && !text.startsWith('/')) return null;
  if (/%(?![0-9a-fA-F]{2})/.test(`${authority ?? ''}${path}`)) return null;
  const [, host = '', bracketed, name = '', port = ''] =
    /^(?:[^@]*@)?((?:\[([0-9a-fA-F:.]+(?:%25[\w.-]+)?)\]|([^:[\]\s<>"]*))(?::(\d*))?)$/.exec(
      authority ?? '',
    ) ?? [];
  if (authority !== undefined && host === '' && authority !== '') return null;
  return { text, scheme: scheme.toLowerCase(), host, hostname: bracketed ?? name, port, path, query };
}

const escaped = (path: string): string =>
  path.replace(/%[0-9a-fA-F]{2}|[^A-Za-z0-9\-._~!$&'()*+,;=:@/[\]%]/gu, (part) =>
    part.startsWith('%') ? part : encodeURIComponent(part.toWellFormed()),
  );

function queryOf(query: string): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [key, value] of new URLSearchParams(query)) values.set(key, [...(values.get(key) ?? []), value]);
  return values;
}

const { of, valueOf, type } = opaqueType<Parts>('URL', ({ text }) => text);
const { STRING, BOOL } = CelScalar;

function parsed(text: string): Parts {
  const parts = partsOf(text);
  if (parts === null) throw new Error('url() was given what is no absolute URL and no absolute path');
  return parts;
}

const part = (name: string, read: (parts: Parts) => string): CelFunc =>
  celMethod(name, type, [], STRING, function () {
    return read(valueOf(this));
  });

export const urlFunctions: readonly CelFunc[] = [
  celFunc('url', [STRING], type, (text) => of(parsed(text))),
  celFunc('isURL', [STRING], BOOL, (text) => partsOf(text) !== null),
  part('getScheme', ({ scheme }) => scheme),
  part('getHost', ({ host }) => host),
  part('getHostname', ({ hostname }) => hostname),
  part('getPort', ({ port }) => port),
  part('getEscapedPath', ({ path }) => escaped(path)),
  celMethod('getQuery', type, [], mapType(STRING, listType(STRING)), function () {
    return queryOf(valueOf(this).query);
  }),
];
