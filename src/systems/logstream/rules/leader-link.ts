/** How a worker finds its leader: the variable CRIBL_DIST_MASTER_URL, the Secrets that it is made of, and the address in it. */
import { Buffer } from 'node:buffer';
import type { Subject } from '../../rule.ts';
import { secretKeyOf, secretText } from '../../rules/secret-key.ts';
import { variableOf, variablesOf, type Variable, type Workload } from '../../rules/workload.ts';

export const urlVariable = 'CRIBL_DIST_MASTER_URL';

export interface LeaderLink {
  /** `undefined` if the container has none. */
  readonly variable: Variable | undefined;
  /** Those read from Secrets: the variable itself, or those that it is put together of. */
  readonly parts: readonly Variable[];
  /** Variables that it refers to, and that don't stand before it: Kubernetes leaves `$(NAME)` as it is. */
  readonly undefinedParts: readonly string[];
  /** `null` where the content of a Secret isn't known here; `malformed` if it is no address. Holds secrets: never print it. */
  readonly url: LeaderUrl | 'malformed' | null;
}

export interface LeaderUrl {
  readonly text: string;
  readonly scheme: 'tcp' | 'tls';
  readonly token: string;
  readonly host: string;
  readonly port: number | undefined;
  /** In their order; a name may stand more than once. Texts as they are written. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

export function leaderLink(workload: Workload, subject: Subject): LeaderLink {
  const variable = variableOf(workload.container, urlVariable);
  if (variable === undefined) return { variable, parts: [], undefinedParts: [], url: null };
  const before = variablesOf(workload.container).filter(({ index }) => index < variable.index);
  const names = typeof variable.value === 'string' ? referencesIn(variable.value) : [];
  const used = names.map((name) => [name, before.findLast((one) => one.name === name)] as const);
  const parts = used.flatMap(([, part]) => part ?? []);
  const textOf = (one: Variable): string | null => {
    const reference = secretKeyOf(one, workload, subject);
    if (reference !== null) return secretText(reference);
    return typeof one.value === 'string' ? one.value : null;
  };
  const texts = new Map(used.map(([name, part]) => [name, part === undefined ? null : textOf(part)]));
  const isKnown = names.every((name) => typeof texts.get(name) === 'string');
  const text = isKnown
    ? (textOf(variable)?.replaceAll(reference, (_, name: string) => texts.get(name) ?? '') ?? null)
    : null;
  return {
    variable,
    parts: variable.from === undefined ? parts : [variable],
    undefinedParts: used.flatMap(([name, part]) => (part === undefined ? [name] : [])),
    url: text === null ? null : (leaderUrl(text) ?? 'malformed'),
  };
}

const reference = /\$\(([A-Za-z_][\w.-]*)\)/g;
const referencesIn = (text: string): string[] => [...text.matchAll(reference)].map(([, name = '']) => name);

const longest = 8192; // bytes of an address; one has some hundred

/**
 * `<scheme>://<token>@<host>:<port>?group=<group>&…`. A token or passphrase that is not encoded may have any of the marks between,
 * so the parts are found by those that are sure: the last `@` before `?group=`.
 */
function leaderUrl(text: string): LeaderUrl | null {
  if (Buffer.byteLength(text) > longest) return null;
  const start = text.includes('?group=') ? text.indexOf('?group=') : text.indexOf('?');
  const head = start === -1 ? text : text.slice(0, start);
  const scheme = /^(tcp|tls):\/\//.exec(head)?.[1];
  const at = head.lastIndexOf('@');
  if ((scheme !== 'tcp' && scheme !== 'tls') || at === -1) return null;
  const [, host, port] = /^([^:/\s]+|\[[^\]]+\])(?::(\d+))?\/?$/.exec(head.slice(at + 1)) ?? [];
  if (host === undefined) return null;
  const query = start === -1 ? '' : text.slice(start + 1);
  return {
    text,
    scheme,
    token: head.slice(`${scheme}://`.length, at),
    host,
    port: port === undefined ? undefined : Number(port),
    parameters: query === '' ? [] : query.split('&').map(parameter),
  };
}

function parameter(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** The value of a parameter, the first; as it is written. */
export const parameterOf = (url: LeaderUrl, name: string): string | undefined =>
  url.parameters.find(([key]) => key === name)?.[1];
