/** What addresses say about TLS and hosts. */

export interface DatabaseTls {
  /** As libpq has them; `other` for a text that is none. */
  readonly mode: (typeof modes)[number] | 'other' | null;
  readonly rootCertificate: string | null;
}

const modes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;

/** Of `postgres://…?sslmode=…`, or of `host=… sslmode=…`. */
export function databaseTls(address: string): DatabaseTls {
  const start = address.indexOf('?');
  const isUrl = /^postgres(ql)?:\/\//.test(address);
  const parameters = new URLSearchParams(
    isUrl ? (start < 0 ? '' : address.slice(start)) : address.replaceAll(/\s+/g, '&'),
  );
  const mode = parameters.get('sslmode');
  return {
    mode: mode === null ? null : (modes.find((each) => each === mode) ?? 'other'),
    rootCertificate: parameters.get('sslrootcert'),
  };
}

/** A path that may be shown: what stands in an address may be anything else. */
export const shownPath = (path: string): string => (/^\/[\w./-]{1,200}$/.test(path) ? path : 'a file');

export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/** `leoflow.ns.svc.cluster.local:9091`; `null` for anything else. */
export function hostAndPort(address: string): HostAndPort | null {
  const [, host, port] = /^(?:[a-z]+:\/\/\/?)?([A-Za-z0-9][\w.-]*):(\d{1,5})$/.exec(address) ?? [];
  return host === undefined || port === undefined ? null : { host, port: Number(port) };
}

/** Name and namespace of a Service, `null` for a host outside of the cluster. `own` is the namespace of a name that stands alone. */
export function serviceIn(host: string, own: string): { name: string; namespace: string } | null {
  const [name = '', namespace = own, svc = 'svc'] = host.split('.');
  const isShort = !host.includes('.') || namespace === own;
  return svc === 'svc' && (isShort || host.split('.').length > 2) ? { name, namespace } : null;
}

/** `:8080` → 8080. */
export function portIn(address: string | undefined): number | null {
  const [, port] = /^[^\s]*:(\d{1,5})$/.exec(address ?? '') ?? [];
  return port === undefined ? null : Number(port);
}
