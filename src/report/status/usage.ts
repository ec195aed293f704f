/** What pods use, for people: a row for each container. */
import type { Usage } from '../../kubernetes/pod-usage.ts';
import { oneLine } from '../check/printable.ts';
import type { Terminal } from '../terminal.ts';
import type { StackUsage } from './metrics-json.ts';
import { table, type Cell } from './table.ts';

const head = ['RELEASE', 'POD', 'CONTAINER', 'CPU', 'REQUEST', 'LIMIT', 'MEMORY', 'REQUEST', 'LIMIT'];
/** Of its limit, from which a use is shown in yellow. */
const high = 0.9;

export function usageLines({ releases, gaps }: StackUsage, terminal: Pick<Terminal, 'style'>): string[] {
  const rows = releases.flatMap(({ key, pods }) =>
    pods.flatMap(({ pod, containers }) =>
      containers.map(({ name, cpu, memory }): Cell[] => [
        plain(key),
        plain(pod),
        plain(name),
        ...usageCells(cpu, cores),
        ...usageCells(memory, mebibytes),
      ]),
    ),
  );
  return [
    ...(rows.length === 0
      ? ['no pod of these releases is there']
      : table([head.map((text) => ({ text, style: 'dim' as const })), ...rows], terminal)),
    ...gaps.map((gap) => `${terminal.style('yellow', '!')} ${oneLine(gap, 500)}`),
  ];
}

const plain = (text: string): Cell => ({ text: oneLine(text, 200), style: null });

function usageCells({ used, request, limit }: Usage, format: (amount: number) => string): Cell[] {
  const isHigh = used !== null && limit !== null && used >= limit * high;
  return [
    {
      text: used === null ? 'not measured yet' : format(used),
      style: used === null ? 'dim' : isHigh ? 'yellow' : null,
    },
    { text: request === null ? '-' : format(request), style: 'dim' },
    { text: limit === null ? '-' : format(limit), style: 'dim' },
  ];
}

/** As `kubectl top` writes them. */
const cores = (amount: number): string => `${Math.ceil(amount * 1000 - 1e-6)}m`;
const mebibytes = (amount: number): string => `${Math.round(amount / 2 ** 20)}Mi`;
