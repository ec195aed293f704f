/**
 * Our renderer as a `Renderer`. All requests are sent at once; the process decides how many it works on. It is replaced when
 * a template does not end, or when a case took it down; then what was under way is sent again.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Failure } from '../../stack/failure.ts';
import type { ChartFacts, Renderer, RenderFailure, RenderOutcome } from '../renderer.ts';
import type { SuitesOutcome } from '../suite-runs.ts';
import { objectShelf } from './objects.ts';
import { startProcess, type End, type RendererProcess } from './process.ts';
import { suiteFilesOf, suitesOf } from './suite-wire.ts';
import { factsOf, failureOf, protocol, type Answer, type Greeting } from './wire.ts';

/** Others that ran beside a case that does not end mostly don't end either: their answers are waited for. */
const replaceAfterMs = 100;
/** Beyond the time limit of requests: a process that is silent for longer is stuck. */
const graceMs = 10_000;
/** The tests of one request end by themselves, each by its own limit; how many there are is not known here. */
const suitesSeconds = 600;
const memoryExitCode = 3; // renderer/guard.go
const hint = 'build the one that belongs to this version with `npm run toolchain`, or take it off PATH';

interface Pending {
  readonly line: string;
  readonly answered: (answer: Answer) => void;
  readonly rejected: (error: unknown) => void;
  /** How often the process ended while this was under way. */
  deaths: number;
}

/** Waits for the program's greeting. Throws a `Failure` (configuration) if it is not the renderer that this program knows. */
export async function engineRenderer(program: string): Promise<Renderer> {
  const greeted = Promise.withResolvers<Greeting>();
  const pending = new Map<number, Pending>();
  /** What the present process works on. */
  const sent = new Set<number>();
  /** Were under way when a process ended: each is tried alone, to find the one that ends it. */
  const suspects = new Set<number>();
  const shelf = objectShelf();
  /** By path. The process reads a chart once, so that there is nothing new to be told. */
  const charts = new Map<string, Promise<ChartFacts>>();
  let lastId = 0;
  let longestMs = 0;
  let ready = false; // greeted once
  let closed: Failure | null = null;
  let replacement: NodeJS.Timeout | undefined;
  let watchdog: NodeJS.Timeout | undefined;
  let current: RendererProcess | null = null;
  let identity: string | undefined;

  function start(): RendererProcess {
    let isGreeting = true;
    shelf.renumber();
    sent.clear();
    current = startProcess(program, {
      line(text) {
        try {
          if (isGreeting) greeted.resolve(JSON.parse(text) as Greeting);
          else settle(JSON.parse(text) as Answer);
          isGreeting = false;
        } catch (cause) {
          giveUp(
            new Failure('configuration', `${program} says something that is no answer`, { hint, cause }),
          );
        }
      },
      ended: (end) => (isGreeting ? strange(end) : blame(end)),
    });
    watch();
    return current;
  }

  async function load(path: string): Promise<ChartFacts> {
    const facts = ask({ chart: path }, 0, ({ chart, failure }) => {
      if (chart !== undefined) return factsOf(chart);
      throw refusal(failure);
    });
    charts.set(path, facts);
    return await facts;
  }

  async function ask<T>(request: object, timeoutSeconds: number, read: (answer: Answer) => T): Promise<T> {
    if (closed !== null) throw closed;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const id = ++lastId;
    const answered = (answer: Answer): void => {
      try {
        resolve(read(answer));
      } catch (error) {
        reject(error);
      }
    };
    pending.set(id, { line: JSON.stringify({ id, ...request }), answered, rejected: reject, deaths: 0 });
    longestMs = Math.max(longestMs, timeoutSeconds * 1000);
    if (suspects.size === 0) send(id);
    return await promise;
  }

  function send(id: number): void {
    const request = pending.get(id);
    const process = current ?? start();
    if (request === undefined) return;
    sent.add(id);
    process.send(request.line);
    if (sent.size === 1) watch();
  }

  /** After a process was replaced, or the last suspect has its answer. */
  function resume(): void {
    const [suspect] = suspects;
    const waiting = suspect === undefined ? [...pending.keys()] : [suspect];
    for (const id of waiting.filter((each) => !sent.has(each))) send(id);
    watch();
  }

  function settle(answer: Answer): void {
    const request = pending.get(answer.id);
    pending.delete(answer.id);
    sent.delete(answer.id);
    const isBusy = answer.failure?.kind === 'timeout' || answer.suites?.stuck === true;
    if (isBusy) replacement ??= setTimeout(replace, replaceAfterMs);
    request?.answered(answer);
    if (suspects.delete(answer.id)) resume();
    else watch();
  }

  function replace(): void {
    replacement = undefined;
    current?.kill();
    current = null;
    sent.clear();
    resume();
  }

  function strange(end: End): void {
    giveUp(new Failure('configuration', `${program} is no renderer: ${end.how}`, { hint }));
  }

  function blame(end: End): void {
    clearTimeout(replacement);
    replacement = undefined;
    current = null;
    const culprits = [...sent];
    sent.clear();
    for (const id of culprits) {
      const request = pending.get(id);
      if (request === undefined) continue;
      request.deaths++;
      suspects.add(id);
      if (culprits.length > 1 || request.deaths < 2) continue;
      settle({ id, failure: fatal(end) });
      return;
    }
    resume();
  }

  /** Ends a process that says nothing for longer than any request may take. */
  function watch(): void {
    clearTimeout(watchdog);
    if (ready && sent.size === 0) return;
    watchdog = setTimeout(() => {
      const end: End = { how: 'it does not answer', exitCode: null };
      current?.kill();
      if (ready) blame(end);
      else strange(end);
    }, longestMs + graceMs);
  }

  function giveUp(failure: Failure): void {
    closed = failure;
    clearTimeout(watchdog);
    clearTimeout(replacement);
    current?.kill();
    greeted.reject(failure);
    for (const request of pending.values()) request.rejected(failure);
    pending.clear();
  }

  start();
  const greeting = await greeted.promise;
  if (greeting.protocol !== protocol) {
    giveUp(new Failure('configuration', `${program} is a renderer of another version`, { hint }));
  }
  if (closed !== null) throw closed;
  ready = true;
  watch();
  return {
    description: `k8s-deploy-renderer (Helm ${greeting.helm.replace(/^v/, '')})`,
    chart: async (path) => await (charts.get(path) ?? load(path)),
    render: async (request) =>
      await ask({ render: request }, request.timeoutSeconds, ({ render, failure }): RenderOutcome => {
        if (failure !== undefined) return { ok: false, failure: failureOf(failure) };
        if (render === undefined) throw new Error('the renderer gave no answer');
        const reached = request.coverage ? (render.reached ?? []) : null;
        return { ok: true, render: shelf.read(render), reached };
      }),
    suiteFiles: async (request) =>
      await ask({ suiteFiles: request }, 0, ({ suiteFiles, failure }) => {
        if (suiteFiles !== undefined) return suiteFilesOf(suiteFiles);
        throw refusal(failure);
      }),
    suites: async (request) =>
      await ask({ suites: request }, suitesSeconds, ({ suites, failure }): SuitesOutcome => {
        if (failure !== undefined) return { ok: false, failure: failureOf(failure) };
        if (suites === undefined) throw new Error('the renderer gave no answer');
        return { ok: true, runs: suitesOf(suites, request.coverage) };
      }),
    identity: async () => (identity ??= digestOf(await readFile(program))),
    async close() {
      const process = current;
      const isBusy = pending.size > 0; // with what nobody waits for any more
      current = null;
      giveUp(new Failure('cancelled', 'the renderer is closed'));
      if (isBusy) process?.kill();
      else await process?.close();
    },
  };
}

const refusal = (failure: Answer['failure']): Failure =>
  new Failure('configuration', failure?.message ?? 'the renderer gave no answer');

const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** What a case did that took the whole process with it. */
const fatal = (end: End): Pick<RenderFailure, 'kind' | 'message'> =>
  end.exitCode === memoryExitCode
    ? { kind: 'limit', message: `the templates need too much memory: ${end.how}` }
    : { kind: 'panic', message: `the renderer was taken down: ${end.how}` };
