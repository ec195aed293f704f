/** The contract gate before a preview or an update: what would break is refused before Pulumi runs. */
import type { StackToCheck } from '../contract/applied.ts';
import type { CheckResult } from '../contract/finding.ts';
import { gate } from '../contract/gate.ts';
import { defaultKubeVersion, isKnownVersion } from '../contract/kubernetes/version.ts';
import type { PulledChart } from '../render/charts.ts';
import type { Renderer } from '../render/renderer.ts';
import { checkLines } from '../report/check/terminal.ts';
import { closingText } from '../report/check/wording.ts';
import type { DesiredStack } from '../stack/desired.ts';
import { Failure } from '../stack/failure.ts';
import type { LoadedStack } from '../stack/load.ts';
import { systems } from '../systems/registry.ts';
import { contractsOf, loadSuites } from './check-inputs.ts';
import { stackToCheck } from './check-stacks.ts';
import { startRenderer } from './renderer.ts';
import type { Io } from './session.ts';

export interface Prepared {
  readonly loaded: LoadedStack;
  readonly stack: DesiredStack;
  readonly charts: ReadonlyMap<string, PulledChart>;
  /** Of the API server; null if it does not say. */
  readonly version: string | null;
}

export interface OpenGate {
  /** Throws a `Failure` (findings) if anything would break; what else was found is noted. */
  pass(prepared: Prepared, io: Io): Promise<void>;
  close(): Promise<void>;
}

export function openGate(environment: NodeJS.ProcessEnv): OpenGate {
  const starting = startRenderer('auto', environment);
  starting.catch(() => undefined); // reported where it is awaited
  return {
    async pass(prepared, io) {
      const { renderer } = await starting;
      refuse(await checked(prepared, await renderer, io), io);
    },
    close: async () => await (await starting.catch(() => null))?.close(),
  };
}

async function checked(
  { loaded, stack, charts, version }: Prepared,
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

function refuse(result: CheckResult, { terminal }: Io): void {
  const errors = result.findings.filter(({ severity, waiver }) => severity === 'error' && waiver === null);
  if (errors.length === 0) {
    terminal.note(terminal.style('dim', `${closingText(result)}; \`k8s-deploy check\` lists them`));
    return;
  }
  for (const line of checkLines({ ...result, findings: errors }, terminal, { verbose: false }))
    terminal.note(line);
  throw new Failure(
    'findings',
    `${errors.length} of the findings are errors: this would break in the cluster`,
    {
      hint: 'mend them, waive them in a contract file with a reason, or leave the gate out with --no-check; nothing was changed',
    },
  );
}
