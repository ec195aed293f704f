/** The one port that sf2loki listens on. */
import { listAt, numberAt, textAt, type Data } from '../../../kubernetes/data.ts';
import type { Container } from '../../../kubernetes/pods.ts';
import type { Installation } from './installation.ts';

const usual = ':8080';

/** By `service.health_addr`; `null` if it names no port, or config.yaml cannot be read. */
export function listening({ config }: Installation): { readonly host: string; readonly port: number } | null {
  if (!('data' in config)) return null;
  const [, host = '', port] =
    /^(.*):(\d+)$/.exec(textAt(config.data, 'service', 'health_addr') || usual) ?? [];
  return port === undefined ? null : { host, port: Number(port) };
}

/** What a probe or Service reaches by a port's number or name; `undefined` if the container has no TCP port of that name. */
export function portOf({ spec }: Container, reference: Data | undefined): number | undefined {
  if (typeof reference === 'number') return reference;
  const port = listAt(spec, 'ports').find(
    (each) => textAt(each, 'name') === reference && (textAt(each, 'protocol') ?? 'TCP') === 'TCP',
  );
  return numberAt(port, 'containerPort');
}
