/** The contract gate of a preview or an update: what would break is known before anything is applied. */
import type { StackToCheck } from '../contract/applied.ts';
import type { CheckResult } from '../contract/finding.ts';
import { gate } from '../contract/gate.ts';
import { defaultKubeVersion, isKnownVersion } from '../contract/kubernetes/version.ts';
import type { PulledChart } from '../render/charts.ts';
import type { Renderer } from '../render/renderer.ts';
import type { DesiredStack } from '../stack/desired.ts';
import type { LoadedStack } from '../stack/load.ts';
import { systems } from '../systems/registry.ts';
import { contractsOf, loadSuites } from './check-inputs.ts';
import { stackToCheck } from './check-stacks.ts';
import type { Io } from './session.ts';

export interface StackAtGate {
  readonly loaded: LoadedStack;
  readonly stack: DesiredStack;
  readonly charts: ReadonlyMap<string, PulledChart>;
  /** Of the API server; null if it does not say, or nobody asks it. */
  readonly version: string | null;
}

/** What `check` says of this stack, and of the contracts of its releases. */
export async function atGate(
  { loaded, stack, charts, version }: StackAtGate,
  renderer: Renderer,
  { environment }: Io,
): Promise<CheckResult> {
  const archives = new Map([...charts].map(([key, { archive }]) => [key, archive]));
  const known = stackToCheck(loaded, stack, archives);
  // The cluster's own, if the schemas are there: what the stack file says is for those who can't ask it.
  const target: StackToCheck =
    version !== null && isKnownVersion(version) ? { ...known, kubeVersion: version } : known;
  const { directory } = loaded;
  return await gate({
    stacks: [target],
    isEveryStack: false,
    suites: loadSuites(contractsOf([target], directory), { directory, stacks: [target], systems }),
    more: [],
    findings: [],
    systems,
    kubeVersion: defaultKubeVersion,
    isWanted: null,
    snapshots: { isCi: environment['CI'] !== undefined, update: false, shownFile: (file) => file },
    coverage: false,
    renderer,
    today: new Date(),
    onProgress: () => undefined,
  });
}
