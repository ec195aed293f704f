/** What works: the stacks under good/ and the examples, with the fixture charts in place of the public ones. */
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stackToCheck } from '../../../src/commands/check-stacks.ts';
import { appliedCases, type StackToCheck } from '../../../src/contract/applied.ts';
import { check } from '../../../src/contract/check.ts';
import type { Finding } from '../../../src/contract/finding.ts';
import { asUsual, packsFor } from '../../../src/contract/packs.ts';
import type { Renderer } from '../../../src/render/renderer.ts';
import type { DesiredRelease, DesiredStack } from '../../../src/stack/desired.ts';
import { loadStackFile, type LoadedStack } from '../../../src/stack/load.ts';
import { desire } from '../../../src/systems/desire.ts';
import { systems } from '../../../src/systems/registry.ts';
import { charts } from '../helm.ts';

interface Source {
  readonly system: string;
  /** Stack directories with releases of the chart. */
  readonly directories: readonly string[];
}

const example = (name: string): string => `../../../examples/${name}`;

const sources = {
  sf2loki: { system: 'sf2loki', directories: ['good/sf2loki', example('sf2loki')] },
  leoflow: { system: 'leoflow', directories: ['good/leoflow', example('leoflow')] },
  ksml: { system: 'ksml-application', directories: ['good/ksml', example('ksml-application')] },
  'ksml-provisioner': {
    system: 'ksml-provisioner',
    directories: ['good/ksml-provisioner', example('ksml-provisioner')],
  },
  'logstream-workergroup': {
    system: 'logstream-worker-group',
    directories: ['good/logstream', example('logstream-worker-group')],
  },
  'logstream-workergroup-1.0': { system: 'logstream-worker-group', directories: ['good/logstream'] },
} as const satisfies Readonly<Record<string, Source>>;

type ChartName = keyof typeof sources;
export const chartNames = Object.keys(sources) as ChartName[];

interface GoodStack {
  readonly loaded: LoadedStack;
  readonly desired: DesiredStack;
}

/** Those that have releases of the chart. */
export const goodStacks = (chart: ChartName): GoodStack[] =>
  sources[chart].directories.map((path) => {
    const directory = fileURLToPath(new URL(path, import.meta.url));
    const loaded = loadStackFile({ directory, stack: 'dev', systems });
    return { loaded, desired: desire(loaded) };
  });

/** What the gate finds in the releases of the chart, which is at `folder`; the stacks' other releases are there as they are. */
export async function findingsOf(
  chart: ChartName,
  stacks: readonly GoodStack[],
  { folder, renderer }: { readonly folder: string; readonly renderer: Renderer },
): Promise<Finding[]> {
  const results = await Promise.all(
    stacks.map(async (stack) =>
      check({
        applied: appliedCases(withChart(chart, stack, folder)).filter(({ request }) => !request.isUpgrade), // these charts give the same for both
        contracted: [],
        isWanted: ({ request }) => request.chart === folder,
        renderer,
        coverage: false,
        timeoutSeconds: 30,
        onProgress: () => undefined,
        prepare: async () => await Promise.resolve(),
        onSubject: () => undefined,
      }),
    ),
  );
  return results.flatMap(({ findings }) => findings.map(({ finding }) => finding));
}

function withChart(chart: ChartName, { loaded, desired }: GoodStack, folder: string): StackToCheck {
  const folders = desired.releases.map((release) => {
    const name = fixtureOf(release);
    return [release.key, name === chart ? folder : `${charts}${name}`] as const;
  });
  return {
    ...stackToCheck(loaded, desired, new Map(folders)),
    // A release by values alone is judged as if a contract had named the pack.
    packsOf: (release) => {
      const system = fixtureOf(release) === chart ? sources[chart].system : release.system;
      return packsFor(asUsual, { system, systems, crds: [] });
    },
  };
}

/** The fixture that stands for a public chart. */
function fixtureOf({ chart: { ref, version } }: DesiredRelease): string {
  const name = basename(ref);
  return name === 'logstream-workergroup' && version === '1' ? `${name}-1.0` : name;
}
