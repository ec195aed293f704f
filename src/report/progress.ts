/** Live progress of a deployment: a line when a resource is done, and in a terminal the running ones below. */
import type { SeenRollout } from '../cluster/watched-rollouts.ts';
import type { Phase, Progress } from '../deploy/steps.ts';
import { objectKey, objectText } from '../kubernetes/object-id.ts';
import { oneLine } from './check/printable.ts';
import { marks } from './marks.ts';
import type { Terminal } from './terminal.ts';

const redrawMilliseconds = 200;
const quietSeconds = 15; // outside a terminal, a resource that takes longer is mentioned again

interface Running {
  readonly label: string;
  /** Its key, if it is one. */
  readonly release: string | null;
  readonly since: number;
  mentioned: number;
}

export interface ProgressView {
  show(progress: Progress): void;
  /** How far an object of a running release has come. */
  rollout(seen: SeenRollout): void;
  stop(): void;
}

const elapsed = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Outside a terminal: lines about one object, so that a rollout that goes back and forth does not fill the log. */
const mostLines = 20;

/** `planning`: nothing is done to a resource, so only messages are shown. */
export function progressView(terminal: Terminal, { planning }: { planning: boolean }): ProgressView {
  const running = new Map<string, Running>();
  const rollouts = new Map<string, Map<string, string>>(); // of running releases: object → how far it is
  const lines = new Map<string, number>(); // by object
  const tick = (): void => {
    if (terminal.interactive) {
      const shown = [...running.values()].flatMap(({ label, since, release }) => [
        `  … ${label} (${elapsed(since)})`,
        ...(rollouts.get(release ?? '')?.values() ?? []),
      ]);
      terminal.live(shown);
      return;
    }
    for (const item of running.values()) {
      if (performance.now() - item.mentioned < quietSeconds * 1000) continue;
      item.mentioned = performance.now();
      terminal.note(`  … ${item.label} (${elapsed(item.since)})`);
    }
  };
  const timer = setInterval(tick, redrawMilliseconds).unref();

  const step = ({ at, phase, step: { urn, kind, name } }: Exclude<Progress, { at: 'message' }>): void => {
    const key = `${phase} ${urn}`;
    const label = `${kind} ${name} ${doing[phase]}`;
    const release = kind === 'Release' ? name : null;
    if (at === 'started') {
      running.set(key, { label, release, since: performance.now(), mentioned: performance.now() });
      return;
    }
    const since = running.get(key)?.since ?? performance.now();
    running.delete(key);
    if (release !== null) rollouts.delete(release);
    if (at === 'failed') terminal.note(terminal.style('red', `  ✗ ${label}: failed (${elapsed(since)})`));
    else
      terminal.note(`  ${terminal.style('green', '✓')} ${kind} ${name} ${done[phase]} (${elapsed(since)})`);
  };

  return {
    show(progress) {
      if (progress.at === 'message') {
        if (progress.severity === 'error') return; // part of the failure that ends the command
        const mark = progress.severity === 'warning' ? terminal.style('yellow', marks.warning) : marks.info;
        terminal.note(
          `  ${mark} ${progress.name === null ? '' : `${progress.name}: `}${indented(progress.text)}`,
        );
      } else if (!planning && progress.phase !== 'same' && progress.phase !== 'replace') {
        step(progress);
      }
    },
    rollout(seen) {
      const key = objectKey(seen.object);
      const text = `      ${rolloutText(seen)}`;
      const ofRelease = rollouts.get(seen.release) ?? new Map<string, string>();
      rollouts.set(seen.release, ofRelease.set(key, text));
      const count = (lines.get(key) ?? 0) + 1;
      lines.set(key, count);
      if (!terminal.interactive && count <= mostLines)
        terminal.note(count === mostLines ? `${text} (no more is told of it)` : text);
    },
    stop() {
      clearInterval(timer);
      terminal.live([]);
    },
  };
}

/** `Deployment shop/web: 1 of 3 pods are ready`, `hook Job shop/migrate: running (0 of 1 pods have succeeded)`. */
function rolloutText({ object, isHook, rollout: { ready, wanted, state, note } }: SeenRollout): string {
  const what = `${isHook ? 'hook ' : ''}${objectText(object)}`;
  const words = {
    ready: isHook ? 'done' : `${ready} of ${wanted} ready`,
    failed: 'failed',
    progressing: 'running',
  };
  const remark = note === null ? '' : oneLine(note, longestNote);
  if (state === 'progressing' && !isHook) return `${what}: ${remark}`;
  return `${what}: ${words[state]}${remark === '' ? '' : ` (${remark})`}`;
}

const longestNote = 200;

const indented = (text: string): string => text.split('\n').join('\n    ');

const doing: Record<Phase, string> = {
  create: 'creating',
  update: 'updating',
  replace: 'replacing',
  delete: 'deleting',
  forget: 'forgetting',
  same: 'unchanged',
  read: 'reading',
  import: 'importing',
  'create-replacement': 'creating replacement',
  'delete-replaced': 'deleting replaced one',
};

const done: Record<Phase, string> = {
  create: 'created',
  update: 'updated',
  replace: 'replaced',
  delete: 'deleted',
  forget: 'kept; no longer part of the stack',
  same: 'unchanged',
  read: 'read',
  import: 'imported',
  'create-replacement': 'created as a replacement',
  'delete-replaced': 'deleted after its replacement',
};
