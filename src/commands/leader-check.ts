/** `check --leader URL`: the Sources of each worker group on its leader, against those of the stack file. */
import { readFileSync } from 'node:fs';
import { stackSource, type StackToCheck } from '../contract/applied.ts';
import type { Finding } from '../contract/finding.ts';
import { Failure } from '../stack/failure.ts';
import { disagreements, type DeclaredSource } from '../systems/logstream/leader-check/compare.ts';
import { leaderRules } from '../systems/logstream/leader-check/rules.ts';
import type { Options } from '../systems/logstream/options.ts';
import { openLeader } from './leader-api.ts';
import type { Io } from './session.ts';

export interface LeaderChoice {
  /** Address of the leader's API. */
  readonly leader?: string | undefined;
  /** PEM file with the certificates of its authority. */
  readonly leaderCa?: string | undefined;
}

interface WorkerGroup {
  readonly stack: StackToCheck;
  readonly key: string;
  readonly host: string;
  readonly port: number;
  readonly group: string;
  readonly declared: readonly DeclaredSource[];
}

/** The API and the health checks of the workers. */
const workerPort = 9000;

export interface LeaderFindings {
  readonly findings: readonly Finding[];
  /** `STACK/KEY`: of these, LS-4 has nothing more to remind of. */
  readonly compared: ReadonlySet<string>;
}

/** Rejects with a `Failure` that names every group that could not be asked for. */
export async function leaderFindings(
  stacks: readonly StackToCheck[],
  { leader, leaderCa }: LeaderChoice,
  { environment, signal, redactor, terminal }: Io,
): Promise<LeaderFindings> {
  if (leader === undefined) return { findings: [], compared: new Set() };
  const url = addressOf(leader);
  const groups = groupsAt(url, stacks.flatMap(workerGroups));
  if (url.protocol === 'http:' && !/^(localhost|127\.|\[::1\])/.test(url.hostname))
    terminal.note(
      `${terminal.style('yellow', '!')} the token of the leader goes to ${url.origin} in plain text; use https`,
    );
  const ca = leaderCa === undefined ? null : certificatesIn(leaderCa);
  const api = await openLeader({ url, ca, environment, signal, learn: redactor.learn });
  const names = [...new Set(groups.map(({ group }) => group))];
  const asked = await Promise.allSettled(
    names.map(async (group) => [group, await api.sources(group)] as const),
  );
  throwAll(asked);
  const sources = new Map(asked.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])));
  return {
    findings: groups.flatMap((each) =>
      disagreements({
        group: each.group,
        declared: each.declared,
        configured: sources.get(each.group) ?? [],
        ownPorts: [workerPort, each.port],
      }).map(({ rule, index, message, hint }) => finding(each, { rule, index, message, hint })),
    ),
    compared: new Set(groups.map(({ stack, key }) => comparedKey(stack.desired.stack, key))),
  };
}

export const comparedKey = (stack: string | null, release: string | null): string =>
  JSON.stringify([stack, release]);

function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const refuse = (what: string): Failure =>
    new Failure('configuration', `--leader: ${what}`, {
      hint: 'give the address of its API, such as https://leader.example.com:9000; who asks stands in the environment',
    });
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw refuse('expected an http(s) address');
  if (url.username !== '' || url.password !== '') throw refuse('a password has no place in an address');
  if (url.search !== '' || url.hash !== '') throw refuse('expected an address without ? and #');
  return url;
}

function certificatesIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failure('configuration', `--leader-ca: ${file} cannot be read`, { cause: error });
  }
}

function workerGroups(stack: StackToCheck): WorkerGroup[] {
  return Object.entries(stack.loaded.document.releases).flatMap(([key, options]) => {
    if (!('system' in options) || options.system !== 'logstream-worker-group') return [];
    const { leader, sources } = options as unknown as Options; // parsed by the schema of the system
    const { host, port, group } = leader;
    return [{ stack, key, host, port, group, declared: sources }];
  });
}

/** A stack file may have groups of several leaders, and then the host tells which are meant. */
function groupsAt(url: URL, all: readonly WorkerGroup[]): readonly WorkerGroup[] {
  if (all.length === 0)
    throw new Failure('configuration', '--leader: no release is a logstream-worker-group', {
      hint: 'leave it out, or name the stack directory that has one with --cwd',
    });
  const hosts = [...new Set(all.map(({ host }) => host))];
  if (hosts.length === 1) return all;
  const there = all.filter(({ host }) => host === url.hostname);
  if (there.length > 0) return there;
  throw new Failure(
    'configuration',
    `--leader: the worker groups have several leaders (${hosts.join(', ')}), and ${url.hostname} is none of them`,
    { hint: 'use the name that stands in the stack file, or choose one stack with --stack' },
  );
}

function throwAll(asked: readonly PromiseSettledResult<unknown>[]): void {
  const failures = asked.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  const [first] = failures;
  if (first === undefined) return;
  const known = failures.filter((failure) => failure instanceof Failure);
  if (!(first instanceof Failure) || known.length < failures.length) throw first;
  const hints = [...new Set(known.flatMap(({ hint }) => hint ?? []))].join('\n');
  throw new Failure(first.code, known.map(({ message }) => message).join('\n'), {
    ...(hints === '' ? {} : { hint: hints }),
    cause: new AggregateError(failures),
  });
}

function finding(
  { stack, key }: WorkerGroup,
  { rule, index, message, hint }: ReturnType<typeof disagreements>[number],
): Finding {
  const severity = leaderRules.find(({ id }) => id === rule)?.severity ?? 'error';
  return {
    rule,
    severity,
    release: key,
    stack: stack.desired.stack,
    case: null,
    object: null,
    path: [],
    template: null,
    message,
    hint,
    source: stackSource(stack.loaded, ['releases', key, 'sources', ...(index === null ? [] : [index])]),
    waiver: null,
  };
}
