/** What works, but has a price that the author of the stack file should know. */
import type { FieldPath, Notice } from '../../stack/desired.ts';
import type { RecipeContext } from '../system.ts';
import { databaseCaFile } from './datastores.ts';
import type { LeoflowOptions } from './options.ts';
import { mostPods } from './capacity.ts';
import { usualTaskNamespace } from './tasks.ts';

type Said = readonly [rule: string | null, path: FieldPath, message: string];

export function notices(options: LeoflowOptions, context: RecipeContext): Notice[] {
  return [...trust(options), ...running(options)].map(([rule, path, message]) => ({
    rule,
    path: context.path(...path),
    message,
  }));
}

function trust({ agentTLS, database, redis, migrations, secretKey, poc }: LeoflowOptions): Said[] {
  const said: Said[] = [];
  if (!agentTLS.enabled) {
    said.push([
      'LF-6',
      ['agentTLS', 'enabled'],
      'Secrets travel between server and tasks in plain text, and newer servers refuse to start',
    ]);
  }
  if (database?.ca !== undefined && !migrations.enabled) {
    said.push([
      'LF-16',
      ['migrations', 'enabled'],
      `Nothing migrates the database: before each upgrade run "migrate -path /migrations -database ADDRESS up" with the CA at ${databaseCaFile}`,
    ]);
  }
  if (migrations.databaseCa === 'unverified') {
    said.push([
      'LF-16',
      ['migrations', 'databaseCa'],
      'The address gets sslmode=require: the migration Job takes any server for the database, and the server checks the chain of its certificate but not the host name',
    ]);
  }
  if (database?.existingSecret !== undefined && database.ca !== undefined) {
    const mode = migrations.databaseCa === 'unverified' ? 'require' : 'verify-full';
    said.push([
      'LF-17',
      ['database', 'existingSecret'],
      `Its databaseUrl must end in sslmode=${mode}&sslrootcert=${databaseCaFile}, or the CA is not used`,
    ]);
  }
  if (database?.sslmode === 'disable' || database?.sslmode === 'require') {
    said.push([
      'LF-17',
      ['database', 'sslmode'],
      `With ${database.sslmode} any server is taken for the database: use verify-full, or give its ca`,
    ]);
  }
  if (redis?.existingSecret !== undefined && redis.ca !== undefined) {
    said.push([
      'LF-18',
      ['redis', 'existingSecret'],
      'Its redisUrl must begin with rediss://, or the CA is not used',
    ]);
  }
  if (secretKey === undefined)
    said.push(['LF-3', ['secretKey'], 'Without a secretKey no connections can be kept']);
  if (poc !== undefined) {
    said.push([
      null,
      ['poc'],
      'A proof of concept: PostgreSQL and Redis have one pod each and no TLS, and without persistence their data goes with the pod',
    ]);
  }
  return said;
}

function running(options: LeoflowOptions): Said[] {
  const { tasks, logs, autoscaling, image, migrations } = options;
  const said: Said[] = [];
  if (tasks.namespace !== usualTaskNamespace) {
    said.push([
      'LF-20',
      ['tasks', 'namespace'],
      `The server starts tasks in "${usualTaskNamespace}" whatever this says, and has no rights there: make sure that yours is built for "${tasks.namespace}"`,
    ]);
  }
  if (!logs.enabled && mostPods(options) > 1) {
    said.push([
      'LF-8',
      ['logs', 'enabled'],
      'Every pod has logs of its own, so a task’s log is seen in one of them only',
    ]);
  }
  if (logs.enabled && logs.accessMode !== 'ReadWriteMany') {
    said.push([
      'LF-9',
      ['logs', 'accessMode'],
      `A rollout starts the new pod before the old one goes, and on another node it waits for the ${logs.accessMode} volume for ever: ReadWriteMany avoids it`,
    ]);
  }
  if (autoscaling !== undefined) {
    said.push([
      'LF-15',
      ['autoscaling'],
      `The chart writes the number of pods as well, so every upgrade goes back to ${autoscaling.min} until the autoscaler acts`,
    ]);
  }
  if (image?.digest !== undefined && migrations.enabled && migrations.image?.digest === undefined) {
    said.push([
      'LF-29',
      ['image', 'digest'],
      'The server is pinned by digest and the migrations are not: give migrations.image.digest of the same version',
    ]);
  }
  return said;
}
