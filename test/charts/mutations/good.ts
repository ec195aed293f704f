/** What works: the examples and the stacks under good/, each with the fixture charts in place of the public ones. */
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stackToCheck } from '../../../src/commands/check-stacks.ts';
import type { StackToCheck } from '../../../src/contract/applied.ts';
import { gate } from '../../../src/contract/gate.ts';
import type { CheckResult } from '../../../src/contract/finding.ts';
import type { Renderer } from '../../../src/render/renderer.ts';
import type { DesiredRelease } from '../../../src/stack/desired.ts';
import { loadStackFile } from '../../../src/stack/load.ts';
import { desire } from '../../../src/systems/desire.ts';
import { systems } from '../../../src/systems/registry.ts';
import { charts } from '../helm.ts';

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const platform = '../../../examples/data-platform';
const example = (name: string): string => `../../../examples/${name}`;

/** By chart: stack directories with releases of it. */
const directories: Readonly<Record<string, readonly string[]>> = {
  sf2loki: ['good/sf2loki', example('sf2loki'), platform],
  leoflow: ['good/leoflow', example('leoflow'), platform],
  ksml: ['good/ksml', example('ksml-application'), platform],
  'ksml-provisioner': ['good/ksml-provisioner', example('ksml-provisioner'), platform],
  'logstream-workergroup': ['good/logstream', example('logstream-worker-group'), platform],
  'logstream-workergroup-1.0': ['good/logstream', example('logstream-worker-group')],
};
export const chartNames = Object.keys(directories);

interface GoodStack {
  readonly loaded: ReturnType<typeof loadStackFile>;
  readonly desired: ReturnType<typeof desire>;
}

/** Stacks that have releases of the fixture chart. */
export const goodStacks = (chart: string): GoodStack[] =>
  (directories[chart] ?? []).map((directory) => {
    const folder = pathOf(directory);
    const stack = directory.startsWith('good/') ? 'test' : 'dev';
    const loaded = loadStackFile({ directory: folder, stack, systems });
    return { loaded, desired: desire(loaded) };
  });

/** Judges every release of the chart, which is at `folder`; the stacks' other releases are there as they are. */
export async function judged(
  chart: string,
  stacks: readonly GoodStack[],
  folder: string,
  renderer: Renderer,
): Promise<CheckResult> {
  return await gate({
    stacks: stacks.map((stack) => withChart(chart, stack, folder)),
    suites: [],
    more: [],
    findings: [],
    systems,
    kubeVersion: '1.33',
    isWanted: ({ request }) => request.chart === folder,
    snapshots: { isCi: true, update: false, shownFile: (file) => file },
    coverage: false,
    renderer,
    today: new Date('2030-01-01'),
    onProgress: () => undefined,
  });
}

function withChart(chart: string, { loaded, desired }: GoodStack, folder: string): StackToCheck {
  const folders = desired.releases.map((release) => {
    const name = fixtureOf(release);
    return [release.key, name === chart ? folder : `${charts}${name}`] as const;
  });
  return stackToCheck(loaded, desired, new Map(folders));
}

/** The fixture that stands for a public chart. */
function fixtureOf({ chart: { ref, version } }: DesiredRelease): string {
  const name = basename(ref);
  return name === 'logstream-workergroup' && version === '1' ? `${name}-1.0` : name;
}
