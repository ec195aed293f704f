/**
 * The Sources of a worker group as its leader tells them: `GET /api/v1/m/GROUP/system/inputs`,
 * https://docs.cribl.io/cribl-as-code/api-reference/control-plane/cribl-stream/
 */
import { at, isMap, listAt, textAt, type Data } from '../../../kubernetes/data.ts';

export type Protocol = 'TCP' | 'UDP';

export interface Listener {
  readonly port: number;
  /** Null of a type that is not known here. */
  readonly protocol: Protocol | null;
}

export interface ConfiguredSource {
  readonly id: string; // in_syslog
  readonly type: string; // syslog
  readonly isEnabled: boolean;
  /** Address that it listens on; `0.0.0.0` where none is said. */
  readonly host: string;
  /** None of a Source that fetches its data. */
  readonly listeners: readonly Listener[];
}

/** Types that listen on `port`; the others fetch, or have ports of their own names. */
const protocols: Readonly<Record<string, Protocol>> = {
  netflow: 'UDP',
  raw_udp: 'UDP',
  snmp: 'UDP',
  appscope: 'TCP',
  cloudflare_hec: 'TCP',
  cribl_http: 'TCP',
  cribl_tcp: 'TCP',
  datadog_agent: 'TCP',
  elastic: 'TCP',
  firehose: 'TCP',
  grafana: 'TCP',
  http: 'TCP',
  http_raw: 'TCP',
  loki: 'TCP',
  model_driven_telemetry: 'TCP',
  open_telemetry: 'TCP',
  prometheus_rw: 'TCP',
  splunk: 'TCP',
  splunk_hec: 'TCP',
  tcp: 'TCP',
  tcpjson: 'TCP',
  wef: 'TCP',
  wiz_webhook: 'TCP',
  zscaler_hec: 'TCP',
};

/** Null if the answer is not of the documented form, or does not have as many items as it says. */
export function configuredSources(answer: Data): ConfiguredSource[] | null {
  const items = at(answer, 'items');
  if (!Array.isArray(items)) return null;
  const count = at(answer, 'count');
  if (typeof count === 'number' && count !== items.length) return null;
  const sources = listAt(answer, 'items').map(sourceOf);
  return sources.every((source) => source !== null) ? sources : null;
}

function sourceOf(item: Data): ConfiguredSource | null {
  const id = textAt(item, 'id');
  const type = textAt(item, 'type');
  if (!isMap(item) || id === undefined || type === undefined) return null;
  return {
    id,
    type,
    isEnabled: item['disabled'] !== true,
    host: textAt(item, 'host') ?? '0.0.0.0',
    listeners: listenersOf(type, item),
  };
}

function listenersOf(type: string, item: Data): Listener[] {
  if (at(item, 'enableUnixPath') === true) return []; // a socket of the file system
  const own = portAt(item, 'port');
  const known = Object.hasOwn(protocols, type) ? (protocols[type] ?? null) : null;
  // Of an unknown type, a port without an address to listen on is one that it connects to.
  const isListening = known !== null || textAt(item, 'host') !== undefined;
  return [
    ...(own === null || !isListening ? [] : [{ port: own, protocol: known }]),
    ...listener(portAt(item, 'tcpPort'), 'TCP'),
    ...listener(portAt(item, 'udpPort'), 'UDP'),
  ];
}

const listener = (port: number | null, protocol: Protocol): Listener[] =>
  port === null ? [] : [{ port, protocol }];

function portAt(item: Data, field: string): number | null {
  const port = Number(at(item, field) ?? Number.NaN);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : null;
}
