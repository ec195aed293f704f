import { Failure } from '../../src/stack/failure.ts';
import type { Component } from './component.ts';
import { components } from './components.ts';
import { logTail } from './logs.ts';
import { component, writePlane, type ComponentName, type Plane, type PlaneComponent } from './plane.ts';
import { isAlive, launch, terminate } from './processes.ts';
import { waitUntil } from './wait.ts';

/** Far above what a start takes (2-8 s on two cores), for machines that are busy with other things. */
const readyTimeoutMs = 120_000;

export type ProgramOf = (program: Component['program']) => string;

export interface BringUpOptions {
  onProgress?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Starts every component that isn't running, each as soon as those that it needs are ready. If one fails, what was
 * started here is ended again, and the Failure names the component and shows the tail of its log.
 */
export async function bringUp(plane: Plane, programOf: ProgramOf, options: BringUpOptions): Promise<void> {
  const failed = new AbortController();
  const signal =
    options.signal === undefined ? failed.signal : AbortSignal.any([options.signal, failed.signal]);
  const started = new Set<ComponentName>();
  const alive = new Set(plane.components.filter(isAlive).map(({ name }) => name));
  const begun = new Map<ComponentName, Promise<void>>();

  const begin = (name: ComponentName): Promise<void> => {
    const known = begun.get(name);
    if (known !== undefined) return known;
    const promise = startOne(components[name]).catch((error: unknown) => {
      failed.abort();
      throw error;
    });
    begun.set(name, promise);
    return promise;
  };

  const startOne = async (one: Component): Promise<void> => {
    await Promise.all(one.needs.map(begin));
    const record = component(plane, one.name);
    const began = Date.now();
    if (!alive.has(one.name)) {
      if (record.pid !== null) options.onProgress?.(`starting again: ${deathOf(record)}`);
      const program = programOf(one.program);
      await one.prepare?.(plane, program);
      signal.throwIfAborted();
      await start(plane, one, record, program);
      started.add(one.name);
    }
    await serving(plane, one, record, signal);
    if (!started.has(one.name) && plane.state === 'ready') return;
    await one.settle?.(plane, signal);
    options.onProgress?.(`${one.name} is ready after ${((Date.now() - began) / 1000).toFixed(1)} s`);
  };

  const results = await Promise.allSettled(plane.components.map(({ name }) => begin(name)));
  const problem = firstCause(plane, new Set([...alive, ...started]), results, options.signal);
  if (problem === null) return;
  await terminate(plane.components.filter(({ name }) => started.has(name)));
  throw problem;
}

async function start(plane: Plane, one: Component, record: PlaneComponent, program: string): Promise<void> {
  const { args, env = {} } = one.command(plane);
  const { pid, identity } = await launch(program, args, { cwd: plane.directory, env, log: record.log });
  Object.assign(record, { pid, identity });
  // At once, so that even a killed `up` leaves a record of what `down` must end.
  writePlane(plane);
}

async function serving(
  plane: Plane,
  one: Component,
  record: PlaneComponent,
  signal: AbortSignal,
): Promise<void> {
  const check = async () => {
    if (!isAlive(record)) throw death(record);
    return one.ready(plane);
  };
  try {
    await waitUntil(check, { what: `${one.name} to serve`, timeoutMs: readyTimeoutMs, signal });
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'timeout') throw error;
    throw new Failure('timeout', `${error.message}\n${logOf(record)}`, { cause: error });
  }
}

/**
 * What is to blame: a component that died, the earliest in start order, since others fail because of it; else the first
 * error that isn't the mere echo of another. Null if all went well and still runs.
 */
function firstCause(
  plane: Plane,
  expected: ReadonlySet<ComponentName>,
  results: PromiseSettledResult<void>[],
  interrupted: AbortSignal | undefined,
): Error | null {
  if (interrupted?.aborted) return new Failure('cancelled', 'The start of the local plane was interrupted.');
  const dead = plane.components.find((record) => expected.has(record.name) && !isAlive(record));
  if (dead !== undefined) return death(dead);
  const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
  return reasons.find((reason) => !isEcho(reason)) ?? reasons[0] ?? null;
}

function isEcho(reason: Error): boolean {
  return reason.name === 'AbortError' || (reason instanceof Failure && reason.code === 'cancelled');
}

function death(record: PlaneComponent): Failure {
  return new Failure('failed', deathOf(record), {
    hint: 'Run `k8s-deploy local up` again, or `k8s-deploy local down` first to start with an empty plane.',
  });
}

function deathOf(record: PlaneComponent): string {
  return `${record.name} (process ${record.pid}) of the local plane died. ${logOf(record)}`;
}

function logOf(record: PlaneComponent): string {
  return `The last lines of ${record.log}:\n${logTail(record.log)}`;
}
