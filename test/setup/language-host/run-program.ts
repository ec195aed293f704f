/** Starts Pulumi's runner with the arguments and the environment that it gets from the real language host. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type messages from '@pulumi/pulumi/proto/language_pb.js';

export type RunRequest = InstanceType<typeof messages.RunRequest>;

export interface RunResult {
  /** Empty if the program ended well. */
  readonly error: string;
  /** The program has said itself what is wrong: the engine ends without another word. */
  readonly bail: boolean;
}

/** `nodeJSProcessExitedAfterLoggingUserActionableMessage` in @pulumi/pulumi/cmd/run. */
const hasSaidWhatIsWrong = 32;

/**
 * The real host puts itself between the runner and the monitor, for `invoke` calls that block; the program makes none, so
 * that the runner gets the engine's own monitor here.
 */
export async function runProgram(
  request: RunRequest,
  engine: string,
  signal: AbortSignal,
): Promise<RunResult> {
  const directory = request.getInfo()?.getProgramDirectory() ?? '';
  let runner: string;
  try {
    runner = createRequire(join(directory, 'index.js')).resolve('@pulumi/pulumi/cmd/run');
  } catch {
    return { error: 'It looks like the Pulumi SDK has not been installed.', bail: false };
  }
  const child = spawn('node', [runner, ...argumentsFor(request, engine)], {
    env: { ...process.env, ...configuration(request) },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  signal.addEventListener('abort', () => child.kill('SIGINT'));
  const code = await exitCode(child);
  if (code === hasSaidWhatIsWrong) return { error: '', bail: true };
  return { error: code === 0 ? '' : `Program exited with non-zero exit code: ${code}`, bail: false };
}

function argumentsFor(request: RunRequest, engine: string): string[] {
  const info = request.getInfo();
  const options = {
    monitor: request.getMonitorAddress(),
    engine,
    organization: request.getOrganization(),
    project: request.getProject(),
    'root-directory': info?.getRootDirectory() ?? '',
    stack: request.getStack(),
    pwd: info?.getProgramDirectory() ?? '',
    parallel: String(request.getParallel()),
  };
  return [
    ...Object.entries(options).flatMap(([name, text]) => (text === '' ? [] : [`--${name}`, text])),
    ...(request.getDryrun() ? ['--dry-run'] : []),
    info?.getEntryPoint() ?? '.',
    ...request.getArgsList(),
  ];
}

function configuration(request: RunRequest): Record<string, string> {
  const options = request.getInfo()?.getOptions()?.toJavaScript() ?? {};
  return {
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    ...(options['typescript'] === false ? {} : { PULUMI_NODEJS_TYPESCRIPT: 'true' }),
  };
}

function exitCode(child: ChildProcess): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.once('error', reject).once('close', (code) => resolve(code ?? -1));
  return promise;
}
