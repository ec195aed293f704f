/**
 * `node scripts/record-events.ts`: records the engine's events of real deployments into test/fixtures/events, for the tests
 * of what reads them. Kept of an event is what is read of it; inputs, outputs and secrets are not.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { EngineEvent, StepEventMetadata } from '@pulumi/pulumi/automation/events.js';
import { ensurePrograms, programFolders } from '../toolchain/ensure.ts';
import { recordPath } from '../toolchain/plane/plane.ts';
import { startPlane } from '../toolchain/plane/start.ts';
import { stopPlane } from '../toolchain/plane/stop.ts';
import { type OpenExample, openExample } from '../test/setup/open-example.ts';

const fixtures = join(import.meta.dirname, '..', 'test/fixtures/events');
const folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-events-'));
const log = join(folder, 'events');

/** Stands before the real CLI on PATH and has its events written to a file. */
function writeRecorder(pulumi: string): void {
  const script = `#!/bin/sh
for argument; do
  shift
  [ "$before" = --event-log ] && argument="$RECORDED_EVENTS"
  before=$argument
  set -- "$@" "$argument"
done
exec "${pulumi}" "$@"
`;
  writeFileSync(join(folder, 'pulumi'), script, { mode: 0o755 });
}

const metadata = ({ op, urn, type, old, detailedDiff, diffs }: StepEventMetadata): object => ({
  op,
  urn,
  type,
  ...(old?.retainOnDelete === true && { old: { retainOnDelete: true } }),
  detailedDiff,
  diffs,
});

function trimmed(event: EngineEvent): object {
  const [kind = ''] = Object.keys(event).filter((key) => key.endsWith('Event'));
  if (event.resourcePreEvent) return { [kind]: { metadata: metadata(event.resourcePreEvent.metadata) } };
  if (event.resOutputsEvent) return { [kind]: { metadata: metadata(event.resOutputsEvent.metadata) } };
  if (event.resOpFailedEvent) return { [kind]: { metadata: metadata(event.resOpFailedEvent.metadata) } };
  if (event.diagnosticEvent) {
    const { urn, severity, ephemeral, message } = event.diagnosticEvent;
    const isDebug = (severity as string) === 'debug'; // its type leaves that out
    const text = isDebug ? 'not recorded: states of resources' : withoutPaths(message);
    return { [kind]: { urn, severity, ephemeral, message: text } };
  }
  if (event.summaryEvent) return { [kind]: { resourceChanges: event.summaryEvent.resourceChanges } };
  return { [kind]: {} };
}

const withoutPaths = (text: string): string => text.replaceAll(/(?<= )\/\S*\//g, '/programs/');

async function record(
  name: string,
  example: OpenExample,
  args: readonly string[],
  environment = {},
): Promise<void> {
  writeFileSync(log, '');
  await example.run([...args, '--stack', 'dev'], { environment });
  const events = readFileSync(log, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as EngineEvent);
  const lines = events.map((event) => JSON.stringify(trimmed(event)));
  for (const secret of example.secrets.canaries) {
    if (lines.some((line) => line.includes(secret))) throw new Error(`${name} holds a secret`);
  }
  writeFileSync(join(fixtures, `${name}.jsonl`), `${lines.join('\n')}\n`);
  process.stdout.write(`${name}: ${lines.length} events\n`);
}

const edit = (path: string, from: string, to: string): void => {
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
  writeFileSync(path, text.replace(from, to));
};

async function plainChart(environment: NodeJS.ProcessEnv): Promise<void> {
  const example = await openExample('plain-chart', { environment });
  const template = join(example.directory, 'charts/hello/templates/deployment.yaml');
  const stackFile = join(example.directory, 'deploy.yaml');
  const rotated = { HELLO_PASSWORD: 'another password' };
  try {
    await record('create-preview', example, ['preview']);
    await record('create', example, ['up']);
    await record('no-change', example, ['preview']);
    await record('rotation-preview', example, ['preview'], rotated);
    await record('rotation', example, ['up'], rotated);
    edit(template, '      containers:', '      nodeSelector: {nowhere: "true"}\n      containers:');
    edit(
      stackFile,
      '    namespace: hello\n    values:',
      '    namespace: hello\n    timeout: 3s\n    values:',
    );
    await record('failure', example, ['up'], rotated);
    await record('destroy', example, ['destroy', '--yes'], rotated);
  } finally {
    await example.run(['destroy', '--yes', '--stack', 'dev']);
    example.remove();
  }
}

/** A bucket is kept when its stack goes. */
async function sf2loki(environment: NodeJS.ProcessEnv): Promise<void> {
  const example = await openExample('sf2loki', { environment });
  try {
    await example.run(['up', '--stack', 'dev']);
    await record('destroy-retained', example, ['destroy', '--yes']);
  } finally {
    example.remove();
  }
}

const directory = join(folder, 'plane');
try {
  const programs = await ensurePrograms();
  writeRecorder(programs.pulumi);
  await startPlane({ directory });
  process.env['K8S_DEPLOY_TEST_PLANE'] = recordPath(directory);
  const environment = {
    PATH: [folder, programFolders(programs), process.env['PATH']].join(delimiter),
    RECORDED_EVENTS: log,
  };
  await plainChart(environment);
  await sf2loki(environment);
} finally {
  await stopPlane(directory);
  rmSync(folder, { recursive: true, force: true });
}
