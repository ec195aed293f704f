/** Hosts and ports that texts speak of: variables, arguments, configuration files. Only host and port are kept: a URL may hold a password. */
import { isIP } from 'node:net';

export interface Address {
  readonly host: string; // in lower case, without brackets
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
}

/** Of a scheme that says no port. Others without a port are no addresses. */
const defaultPorts = new Map([
  ['amqp', 5672],
  ['amqps', 5671],
  ['http', 80],
  ['https', 443],
  ['ldap', 389],
  ['ldaps', 636],
  ['mongodb', 27_017],
  ['mysql', 3306],
  ['nats', 4222],
  ['oci', 443],
  ['postgres', 5432],
  ['postgresql', 5432],
  ['redis', 6379],
  ['rediss', 6379],
  ['ws', 80],
  ['wss', 443],
]);

/** Schemes whose host is no host: a bucket, a path. */
const notHosts = new Set(['file', 's3', 'gs', 'classpath', 'jar', 'urn']);

/** Names of XML and JSON documents that look like addresses. */
const documents = /(^|\.)(w3\.org|json-schema\.org|xml\.org|schemastore\.org|logback\.qos\.ch)$/;

/** Characters of one text that are looked at. */
const examinedCharacters = 262_144;

const url =
  /\b([a-z][a-z0-9+.-]{0,19}):\/\/(?:[^\s/@"'<>]{0,256}@)?(\[[0-9a-f:.]{2,45}\]|[a-z0-9._-]{1,253})(?::(\d{1,5}))?/gi;
/** A line that is nothing but a key and a list of `host:port`. */
const plain =
  /^\s*(?:-\s+)?(?:["']?([\w.-]{1,100})["']?\s*[:=]\s*)?["']?((?:[a-z0-9._-]{1,253}:\d{2,5})(?:\s*,\s*[a-z0-9._-]{1,253}:\d{2,5}){0,20})["']?\s*$/i;

/** Each once. Comments are left out, and so is where a program listens. */
export function addressesIn(text: string): Address[] {
  const found = new Map<string, Address>();
  for (const line of text.slice(0, examinedCharacters).split('\n')) {
    if (line.length > 8192 || /^\s*(#|\/\/|;|<!--|\*)/.test(line)) continue;
    const said = line.replace(/\s#\s.*$/, '');
    for (const address of [...urlsIn(said), ...plainIn(said)])
      if (isElsewhere(address.host))
        found.set(`${address.host}:${address.port}/${address.protocol}`, address);
  }
  return [...found.values()];
}

function urlsIn(line: string): Address[] {
  if (!line.includes('://')) return [];
  return [...line.matchAll(url)].flatMap(([, rawScheme = '', rawHost = '', port]) => {
    const scheme = rawScheme.toLowerCase().replace(/^jdbc:|^[a-z]+\+/, '');
    const number = port === undefined ? defaultPorts.get(scheme) : Number(port);
    const host = rawHost.replaceAll(/^\[|\]$/g, '').toLowerCase();
    if (notHosts.has(scheme) || documents.test(host) || number === undefined || !isPort(number)) return [];
    return [{ host, port: number, protocol: scheme === 'udp' ? ('UDP' as const) : ('TCP' as const) }];
  });
}

/** The words of a key that has an image, or an address to listen on. */
const otherKeys = /image|tag|version|listen|bind|repository/i;

function plainIn(line: string): Address[] {
  if (!line.includes(':')) return [];
  const [, key = '', list] = plain.exec(line) ?? [];
  if (list === undefined || otherKeys.test(key)) return [];
  return list.split(',').flatMap((part) => {
    const [host = '', port = ''] = part.trim().split(':');
    const isHost = /[a-z]/i.test(host) || isIP(host) === 4;
    return isHost && isPort(Number(port))
      ? [{ host: host.toLowerCase(), port: Number(port), protocol: 'TCP' as const }]
      : [];
  });
}

const isPort = (number: number): boolean => number >= 1 && number <= 65_535;

const isElsewhere = (host: string): boolean =>
  !/^(localhost|0\.0\.0\.0|127\..*|::1?|169\.254\..*)$|\.invalid$|^[._-]|[._-]$/.test(host);
