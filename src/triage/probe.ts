/** Probes that fail: told by events, since a container's status says only that it is not ready. */
import { at, isMap, listAt, numberAt, textAt, type Data } from '../kubernetes/data.ts';
import type { ContainerFacts } from './container.ts';
import { hints } from './hints.ts';
import { idOf, suspect, type Suspect } from './suspect.ts';
import { cut } from './said.ts';

const failed = /^(?<probe>Readiness|Liveness|Startup) probe (?:failed|errored[^:]*): (?<why>[^]*)/;
const longest = 300;

/** `kills`: the kubelet ended it for a liveness or startup probe. `holds`: it runs, and a readiness or startup probe holds it back. */
export function probeFailure(
  { pod, word, name, spec, events }: ContainerFacts,
  effect: 'kills' | 'holds',
): Suspect | null {
  const own = events.filter(({ about }) => about.container === name || about.container === null);
  if (
    effect === 'kills' &&
    !own.some(
      ({ reason, message }) => reason === 'Killing' && /failed (?:liveness|startup) probe/.test(message),
    )
  )
    return null;
  const wanted = effect === 'kills' ? ['Liveness', 'Startup'] : ['Readiness', 'Startup'];
  const last = own.findLast(
    ({ reason, message }) =>
      reason === 'Unhealthy' && wanted.includes(failed.exec(message)?.groups?.['probe'] ?? ''),
  );
  const groups = last === undefined ? undefined : failed.exec(last.message)?.groups;
  if (last === undefined || groups === undefined) return null;
  const probe = (groups['probe'] ?? '').toLowerCase();
  const object = idOf(pod);
  const how = probeText(at(spec, `${probe}Probe`), spec);
  const why = cut(groups['why'] ?? '', longest);
  const ends = effect === 'kills' ? ', so that it is ended again and again' : '';
  return suspect(
    {
      cause: 'failed-probe',
      object,
      message: `${word} ${name}: its ${probe} probe${how === '' ? '' : ` (${how})`} fails${ends}: ${why}`,
      hint: hints['failed-probe'],
    },
    {
      container: name,
      log: {
        namespace: object.namespace ?? 'default',
        pod: object.name,
        container: name,
        previous: effect === 'kills',
      },
    },
  );
}

/** `HTTP GET /ready, port 8080`, `TCP port 5432`, `gRPC port 9090`, `command pg_isready -q`; empty if there is none. */
export function probeText(probe: Data | undefined, container: Data | undefined): string {
  const http = at(probe, 'httpGet');
  if (isMap(http))
    return `HTTP GET ${textAt(http, 'path') ?? '/'}, port ${portText(at(http, 'port'), container)}`;
  const tcp = at(probe, 'tcpSocket');
  if (isMap(tcp)) return `TCP port ${portText(at(tcp, 'port'), container)}`;
  const grpc = at(probe, 'grpc');
  if (isMap(grpc)) return `gRPC port ${numberAt(grpc, 'port') ?? '?'}`;
  const command = listAt(probe, 'exec', 'command').filter((word) => typeof word === 'string');
  return command.length === 0 ? '' : `command ${command.join(' ').slice(0, 120).toWellFormed()}`;
}

/** By name, ports are told with their number. */
function portText(port: Data | undefined, container: Data | undefined): string {
  if (typeof port === 'number') return `${port}`;
  if (typeof port !== 'string') return '?';
  const named = listAt(container, 'ports').find((each) => textAt(each, 'name') === port);
  const number = numberAt(named, 'containerPort');
  return number === undefined ? port : `${port} (${number})`;
}
