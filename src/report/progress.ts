/** Live progress of a deployment: a line when a resource is done, and in a terminal the running ones below. */
import type { Phase, Progress } from '../deploy/steps.ts';
import { marks } from './marks.ts';
import type { Terminal } from './terminal.ts';

const redrawMilliseconds = 200;
const quietSeconds = 15; // outside a terminal, a resource that takes longer is mentioned again

interface Running {
  readonly label: string;
  readonly since: number;
  mentioned: number;
}

export interface ProgressView {
  show(progress: Progress): void;
  stop(): void;
}

const elapsed = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** `planning`: nothing is done to a resource, so only messages are shown. */
export function progressView(terminal: Terminal, { planning }: { planning: boolean }): ProgressView {
  const running = new Map<string, Running>();
  const tick = (): void => {
    if (terminal.interactive) {
      terminal.live([...running.values()].map(({ label, since }) => `  … ${label} (${elapsed(since)})`));
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
    if (at === 'started') {
      running.set(key, { label, since: performance.now(), mentioned: performance.now() });
      return;
    }
    const since = running.get(key)?.since ?? performance.now();
    running.delete(key);
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
    stop() {
      clearInterval(timer);
      terminal.live([]);
    },
  };
}

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
