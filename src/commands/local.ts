import type { Plane } from '../../toolchain/plane/plane.ts';
import { startPlane } from '../../toolchain/plane/start.ts';
import { planeStatus, type ComponentStatus, type PlaneStatus } from '../../toolchain/plane/status.ts';
import { stopPlane } from '../../toolchain/plane/stop.ts';
import { exitCodes, Failure } from '../stack/failure.ts';

export type LocalAction = 'up' | 'down' | 'status' | 'kubeconfig';

export interface LocalOptions {
  /** Default: `.k8s-deploy/local` below the working directory. */
  directory?: string | undefined;
  json: boolean;
  signal?: AbortSignal | undefined;
}

export interface LocalOutput {
  print(line: string): void;
  progress(line: string): void;
}

const actions: Record<LocalAction, (options: LocalOptions, io: LocalOutput) => Promise<number>> = {
  up,
  down,
  status,
  kubeconfig,
};

/** `k8s-deploy local …`: the local control plane. Returns the exit code: `status` is 0 only if everything serves. */
export async function local(action: LocalAction, options: LocalOptions, io: LocalOutput): Promise<number> {
  return actions[action](options, io);
}

async function up({ directory, json, signal }: LocalOptions, io: LocalOutput): Promise<number> {
  const began = Date.now();
  const plane = await startPlane({ directory, signal, onProgress: (line) => io.progress(line) });
  io.progress(`the local plane is ready after ${((Date.now() - began) / 1000).toFixed(1)} s`);
  if (json) io.print(JSON.stringify(access(plane)));
  else for (const line of describe(plane)) io.print(line);
  return 0;
}

async function down({ directory, json }: LocalOptions, io: LocalOutput): Promise<number> {
  const stopped = await stopPlane(directory);
  if (json) io.print(JSON.stringify({ stopped }));
  else io.print(stopped.length === 0 ? 'no local plane was running' : `stopped ${stopped.join(', ')}`);
  return 0;
}

async function status({ directory, json }: LocalOptions, io: LocalOutput): Promise<number> {
  const found = await planeStatus(directory);
  if (json) io.print(JSON.stringify({ ...found, plane: found.plane && access(found.plane) }));
  else for (const line of statusLines(found)) io.print(line);
  return found.state === 'ready' ? 0 : exitCodes.failed;
}

async function kubeconfig({ directory, json }: LocalOptions, io: LocalOutput): Promise<number> {
  const found = await planeStatus(directory);
  if (found.plane === null || found.state === 'stopped') {
    throw new Failure('configuration', `No local plane runs in ${found.directory}.`, {
      hint: 'Start it with `k8s-deploy local up`.',
    });
  }
  io.print(json ? JSON.stringify(access(found.plane)) : found.plane.kubeconfig);
  return 0;
}

/** All that a client needs. The token is in the kubeconfig and nowhere else. */
function access({ kubeconfig: path, context, apiServer, registry, s3, aws, awsMissing }: Plane) {
  return { kubeconfig: path, context, apiServer, registry, s3, aws, awsMissing };
}

function describe(plane: Plane): string[] {
  return [
    `kubeconfig   ${plane.kubeconfig} (context ${plane.context})`,
    `API server   ${plane.apiServer}`,
    `OCI registry ${plane.registry} (plain HTTP)`,
    `S3           ${plane.s3.endpoint} (credentials: \`k8s-deploy local kubeconfig --json\`)`,
    `AWS (moto)   ${plane.aws?.endpoint ?? `not available: ${plane.awsMissing ?? ''}`}`,
  ];
}

function statusLines(found: PlaneStatus): string[] {
  const heading = `${found.state}: local plane in ${found.directory}`;
  const plane = found.plane === null || found.state === 'stopped' ? [] : describe(found.plane);
  return [heading, ...plane, ...found.components.flatMap(componentLines)];
}

function componentLines({ name, state, pid, port, log, logTail }: ComponentStatus): string[] {
  const line = `${name.padEnd(24)} ${state.padEnd(8)} process ${pid ?? '-'}, port ${port}`;
  if (logTail === null) return [line];
  return [line, `  the last lines of ${log}:`, ...logTail.split('\n').map((text) => `  | ${text}`)];
}
