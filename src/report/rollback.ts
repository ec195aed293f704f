/** What a person has to know of a rollback before it is done. */
import { objectText, type ObjectId } from '../kubernetes/object-id.ts';

interface ChartHook {
  readonly object: ObjectId;
  /** By which Helm runs it: `pre-upgrade`. */
  readonly events: readonly string[];
}

const upgrade: ReadonlySet<string> = new Set(['pre-upgrade', 'post-upgrade']);
const rollback: ReadonlySet<string> = new Set(['pre-rollback', 'post-rollback']);

/** Pulumi goes back by an upgrade to the old chart. Null if the chart has no hook of either. */
export function hookNote(hooks: readonly ChartHook[]): string | null {
  const runs = hooks.filter(({ events }) => events.some((event) => upgrade.has(event)));
  const left = hooks.filter(
    (hook) => !runs.includes(hook) && hook.events.some((event) => rollback.has(event)),
  );
  if (runs.length + left.length === 0) return null;
  const told = [
    ...(runs.length === 0 ? [] : [`its upgrade hooks run (${names(runs)})`]),
    `its rollback hooks do not run${left.length === 0 ? '' : ` (${names(left)})`}`,
  ];
  return `For Helm this is an upgrade to the old chart: ${told.join(', ')}`;
}

const names = (hooks: readonly ChartHook[]): string =>
  hooks.map(({ object }) => objectText(object)).join(', ');
