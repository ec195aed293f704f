/** The Sources that a leader has, against those that the stack file declares, which are the ports of the Service (LS-1): in both directions. */
import type { ConfiguredSource, Listener } from './configured.ts';
import type { LeaderRuleId } from './rules.ts';

export interface DeclaredSource {
  readonly name: string;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
}

export interface Disagreement {
  readonly rule: LeaderRuleId;
  /** Of the declared source; null if it is about one that is not declared. */
  readonly index: number | null;
  readonly message: string;
  readonly hint: string;
}

export interface Group {
  /** Of the worker group on the leader. */
  readonly group: string;
  readonly declared: readonly DeclaredSource[];
  readonly configured: readonly ConfiguredSource[];
  /** Ports of the workers themselves: no Source is reached there through the Service. */
  readonly ownPorts: readonly number[];
}

/** Declared ones first, in their order; then what only the leader has, by port. Pure. */
export function disagreements({ group, declared, configured, ownPorts }: Group): Disagreement[] {
  const open = configured.flatMap((source) =>
    source.listeners.map((listener): Opened => ({ source, listener })),
  );
  const enabled = open.filter(({ source }) => source.isEnabled);
  const wanting = declared.flatMap((source, index) =>
    lacking(source, open, group).map((each) => ({ ...each, index })),
  );
  // What listens by the other protocol was told then.
  const isTold = (port: number): boolean =>
    wanting.some(({ rule, index }) => rule === 'leader/protocol' && declared[index]?.port === port);
  const outer = enabled.filter(({ listener: { port } }) => !ownPorts.includes(port) && !isTold(port));
  return [...wanting, ...unexposed(outer, declared, group), ...shared(enabled, group)];
}

interface Opened {
  readonly source: ConfiguredSource;
  readonly listener: Listener;
}

type Told = Omit<Disagreement, 'index'>;

/** What stands against a declared source; nothing if an enabled one listens there, for everybody. */
function lacking(wanted: DeclaredSource, open: readonly Opened[], group: string): Told[] {
  const label = `${wanted.name} (${wanted.port}/${wanted.protocol})`;
  const there = open.filter(({ listener }) => listener.port === wanted.port);
  const same = there.filter(
    ({ listener: { protocol } }) => protocol === null || protocol === wanted.protocol,
  );
  const enabled = same.filter(({ source }) => source.isEnabled);
  if (enabled.some(({ source }) => !isLoopback(source.host))) return [];
  const [inner] = enabled;
  if (inner !== undefined)
    return [
      {
        rule: 'leader/loopback',
        message: `source ${label}: Source ${nameOf(inner)} of group ${group} listens on ${inner.source.host} only, where no Service reaches it`,
        hint: 'Set its Address to 0.0.0.0 on the leader, then commit and deploy.',
      },
    ];
  const [disabled] = same;
  if (disabled !== undefined)
    return [
      {
        rule: 'leader/disabled',
        message: `source ${label}: Source ${nameOf(disabled)} of group ${group} is disabled, so nothing listens behind the port of the Service`,
        hint: 'Enable it on the leader, then commit and deploy; or remove the source from the stack file.',
      },
    ];
  const [other] = there.filter(({ source }) => source.isEnabled);
  if (other !== undefined)
    return [
      {
        rule: 'leader/protocol',
        message: `source ${label}: Source ${nameOf(other)} of group ${group} listens on ${wanted.port}/${other.listener.protocol ?? '?'}, so what comes by ${wanted.protocol} does not arrive`,
        hint: `Set protocol: ${other.listener.protocol ?? '…'} in the stack file, or the ${wanted.protocol} port of the Source on the leader.`,
      },
    ];
  return [
    {
      rule: 'leader/no-source',
      message: `source ${label}: no Source of group ${group} listens on ${wanted.port}/${wanted.protocol}`,
      hint: 'Add it to the group on the leader, then commit and deploy; or remove the source from the stack file.',
    },
  ];
}

/** What listens and is behind no port of the Service. */
function unexposed(
  enabled: readonly Opened[],
  declared: readonly DeclaredSource[],
  group: string,
): Disagreement[] {
  const isReached = ({ source, listener }: Opened): boolean =>
    declared.some(
      ({ port, protocol }) =>
        port === listener.port && (listener.protocol === null || protocol === listener.protocol),
    ) || isLoopback(source.host);
  return enabled
    .filter((each) => !isReached(each))
    .toSorted((a, b) => a.listener.port - b.listener.port)
    .map(({ source, listener }) => {
      const endpoint = endpointOf(listener);
      const protocol = listener.protocol === 'UDP' ? ', protocol: UDP' : '';
      return {
        rule: 'leader/not-exposed',
        index: null,
        message: `Source ${source.id} (${source.type}) of group ${group} listens on ${endpoint}, and the Service has no such port: what is sent there does not arrive`,
        hint: `Add { name: …, port: ${listener.port}${protocol} } to sources, or disable it on the leader.`,
      };
    });
}

/** Two that want the same port: one of them cannot start. */
function shared(enabled: readonly Opened[], group: string): Disagreement[] {
  const byEndpoint = Map.groupBy(
    enabled.filter(({ listener }) => listener.protocol !== null),
    ({ listener }) => endpointOf(listener),
  );
  return [...byEndpoint].flatMap(([endpoint, some]): Disagreement[] => {
    const sources = [...new Set(some.map(({ source }) => source))];
    // On different addresses both can listen.
    const isOne =
      sources.some(({ host }) => isAny(host)) ||
      new Set(sources.map(({ host }) => host)).size < sources.length;
    if (sources.length < 2 || !isOne) return [];
    const names = sources.map(({ id }) => id).join(' and ');
    return [
      {
        rule: 'leader/shared-port',
        index: null,
        message: `Sources ${names} of group ${group} all listen on ${endpoint}: one of them does not start`,
        hint: 'Give each a port of its own on the leader, then commit and deploy.',
      },
    ];
  });
}

const nameOf = ({ source: { id, type } }: Opened): string => `${id} (${type})`;
const endpointOf = ({ port, protocol }: Listener): string =>
  protocol === null ? `${port}` : `${port}/${protocol}`;
const isLoopback = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(host);
const isAny = (host: string): boolean => ['0.0.0.0', '::', '[::]', ''].includes(host);
