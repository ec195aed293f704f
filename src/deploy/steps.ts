/** Pulumi's engine events in our words. */
import type { EngineEvent, StepEventMetadata } from '@pulumi/pulumi/automation/events.js';
import type { DataMap } from '../kubernetes/data.ts';

/** `forget`: it leaves the state, and what it stands for stays. */
export type Operation = 'create' | 'update' | 'replace' | 'delete' | 'forget' | 'same' | 'read' | 'import';

/** What Pulumi does, or would do, with one resource. */
export interface Step {
  readonly operation: Operation;
  readonly urn: string;
  readonly type: string; // kubernetes:helm.sh/v3:Release
  readonly kind: string; // Release
  readonly name: string;
  /** Changed input properties, e.g. `values.replicaCount`. */
  readonly changedKeys: readonly string[];
  /** Those of them that force a replacement. */
  readonly replaceKeys: readonly string[];
  /** Of a replacement: which of the two comes first. */
  readonly order: 'create-first' | 'delete-first' | null;
}

export type Counts = Readonly<Record<Operation, number>>;

export type Progress =
  | { readonly at: 'started' | 'done' | 'failed'; readonly step: Step; readonly phase: Phase }
  | {
      readonly at: 'message';
      readonly severity: 'info' | 'warning' | 'error';
      /** Of the resource that it is about; null: of none. */
      readonly urn: string | null;
      readonly name: string | null;
      readonly text: string;
    };

/** A replacement runs in two phases of its own, and is one step in a summary. */
export type Phase = Operation | 'create-replacement' | 'delete-replaced';

export interface StepPhase {
  readonly step: Step;
  readonly phase: Phase;
}

/** The progress that an event tells of, if any. */
export function progressOf(event: EngineEvent): Progress | null {
  if (event.resourcePreEvent) return stepProgress('started', event.resourcePreEvent.metadata);
  if (event.resOutputsEvent) return stepProgress('done', event.resOutputsEvent.metadata);
  if (event.resOpFailedEvent) return stepProgress('failed', event.resOpFailedEvent.metadata);
  if (event.diagnosticEvent) return message(event.diagnosticEvent);
  return null;
}

function stepProgress(at: 'started' | 'done' | 'failed', metadata: StepEventMetadata): Progress | null {
  const phase = phaseOf(metadata);
  if (phase === null || isPulumisOwn(metadata)) return null;
  return { at, phase, step: stepOf(metadata, phase) };
}

/** What nobody has declared: the stack itself, and the provider of a package for which none is declared. */
const isPulumisOwn = ({ urn, type }: StepEventMetadata): boolean =>
  type === 'pulumi:pulumi:Stack' || (type.startsWith(providerType) && nameOf(urn).startsWith('default'));

const providerType = 'pulumi:providers:';

const nameOf = (urn: string): string => urn.slice(urn.lastIndexOf('::') + 2);

function stepOf(metadata: StepEventMetadata, phase: Phase): Step {
  const { urn, type, op } = metadata;
  const isReplacement =
    phase === 'create-replacement' || phase === 'delete-replaced' || op === 'delete-replaced';
  return {
    operation: isReplacement ? 'replace' : phase,
    urn,
    type,
    kind: kindOf(type),
    name: nameOf(urn),
    ...changedKeys(metadata),
    order: null, // shown by the order of the events: see `plannedSteps`
  };
}

/** `kubernetes:core/v1:Secret` → `Secret`, `pulumi:providers:kubernetes` → `Provider`. */
function kindOf(type: string): string {
  return type.startsWith(providerType) ? 'Provider' : type.slice(type.lastIndexOf(':') + 1);
}

function changedKeys({ detailedDiff, diffs }: StepEventMetadata): Pick<Step, 'changedKeys' | 'replaceKeys'> {
  const told = Object.entries(detailedDiff ?? {}).filter(([key]) => !key.startsWith('__'));
  const isDetailed = detailedDiff !== undefined && detailedDiff !== null;
  return {
    changedKeys: (isDetailed
      ? told.map(([key]) => key)
      : (diffs ?? []).filter((key) => !key.startsWith('__'))
    ).toSorted(),
    replaceKeys: told
      .flatMap(([key, { diffKind }]) => (diffKind.endsWith('-replace') ? [key] : []))
      .toSorted(),
  };
}

function phaseOf({ op, old }: StepEventMetadata): Phase | null {
  const operation: string = op; // engines know more of them than the types of the SDK
  switch (operation) {
    case 'delete':
    case 'delete-replaced':
      return old?.retainOnDelete === true ? 'forget' : operation;
    case 'create':
    case 'update':
    case 'replace':
    case 'same':
    case 'read':
    case 'import':
    case 'create-replacement':
      return operation;
    case 'import-replacement':
    case 'read-replacement':
      return 'replace';
    case 'discard-replaced':
    case 'refresh':
    case 'read-discard':
    case 'remove-pending-replace':
      return null;
    default:
      return null; // an operation of a newer engine that changes nothing in the cluster by itself
  }
}

// The engine says so for each provider and operation; where its programs come from is our own business.
const pathNotice = /^using pulumi-[\w-]+ from \$PATH at /;

const severities: ReadonlyMap<string, 'info' | 'warning' | 'error'> = new Map([
  ['info', 'info'],
  ['info#err', 'info'],
  ['warning', 'warning'],
  ['error', 'error'],
]);

function message(event: NonNullable<EngineEvent['diagnosticEvent']>): Progress | null {
  const text = inert(event.message.replaceAll(/<\{%.*?%\}>/g, '')).trim();
  if (text === '' || event.ephemeral || pathNotice.test(text)) return null;
  // The engine also sends `debug`, which its types leave out, with whole resource states in it: secrets included.
  const severity = severities.get(event.severity);
  if (severity === undefined) return null;
  const urn = event.urn === undefined || event.urn === '' ? null : event.urn;
  return { at: 'message', severity, urn, name: urn === null ? null : nameOf(urn), text };
}

/** Without control characters: charts and clusters write such texts, and a terminal would obey. */
export const inert = (text: string): string => text.replaceAll(/[^\P{Cc}\n\t]/gu, '');

/** The plan of a preview: one step a resource, the unchanged ones left out, in the engine's order. */
export function plannedSteps(progress: readonly Progress[]): Step[] {
  const steps = new Map<string, Step>();
  const orders = new Map<string, Step['order']>();
  for (const item of progress) {
    if (item.at !== 'started' || item.phase === 'same') continue;
    const { step, phase } = item;
    const order = firstPhase[phase];
    if (order !== undefined && !orders.has(step.urn)) orders.set(step.urn, order);
    const before = steps.get(step.urn);
    steps.set(step.urn, before === undefined || phase === 'replace' ? step : before);
  }
  return [...steps.values()].map((step) => ({ ...step, order: orders.get(step.urn) ?? null }));
}

const firstPhase: Partial<Record<Phase, Step['order']>> = {
  'create-replacement': 'create-first',
  'delete-replaced': 'delete-first',
};

/** Inputs and outputs of a resource; the engine writes `[secret]` in the place of secrets. */
export interface ResourceState {
  readonly inputs: DataMap;
  readonly outputs: DataMap;
}

/** What Pulumi has of a resource, and what it would have. */
export interface ResourceStates {
  readonly urn: string;
  readonly before: ResourceState | null;
  readonly after: ResourceState | null;
  /** By changed key, as in `Step`: what happens to it. */
  readonly keys: Readonly<Record<string, 'added' | 'removed' | 'changed'>>;
}

/** Of an event that tells of a resource; the later ones of the same resource know more. */
export function statesOf({ resourcePreEvent, resOutputsEvent }: EngineEvent): ResourceStates | null {
  const metadata = (resOutputsEvent ?? resourcePreEvent)?.metadata;
  if (metadata === undefined || phaseOf(metadata) === null) return null;
  const { urn, old, new: after, detailedDiff } = metadata;
  const keys = Object.entries(detailedDiff ?? {}).map(([key, { diffKind }]) => [key, keyChange(diffKind)]);
  return { urn, before: stateOf(old), after: stateOf(after), keys: Object.fromEntries(keys) };
}

function keyChange(diffKind: string): 'added' | 'removed' | 'changed' {
  if (diffKind.startsWith('add')) return 'added';
  return diffKind.startsWith('delete') ? 'removed' : 'changed';
}

const stateOf = (state: StepEventMetadata['old']): ResourceState | null =>
  state === undefined || state === null
    ? null
    : { inputs: (state.inputs ?? {}) as DataMap, outputs: (state.outputs ?? {}) as DataMap };

/** What has begun and was not heard of again, and what is done: replacements by their phases, unchanged ones left out. */
export function reached(progress: readonly Progress[]): {
  readonly done: readonly StepPhase[];
  readonly failed: readonly StepPhase[];
  readonly running: readonly StepPhase[];
} {
  const running = new Map<string, StepPhase>();
  const ended = { done: [] as StepPhase[], failed: [] as StepPhase[] };
  for (const item of progress) {
    // A `replace` only announces its two phases.
    if (item.at === 'message' || ['same', 'read', 'replace'].includes(item.phase)) continue;
    const { at, step, phase } = item;
    const key = `${phase} ${step.urn}`;
    if (at === 'started') running.set(key, { step, phase });
    else {
      running.delete(key);
      ended[at].push({ step, phase });
    }
  }
  return { ...ended, running: [...running.values()] };
}

export const noCounts: Counts = {
  create: 0,
  update: 0,
  replace: 0,
  delete: 0,
  forget: 0,
  same: 0,
  read: 0,
  import: 0,
};

/** How many resources each operation touches; the stack itself is not counted. */
export function countSteps(progress: readonly Progress[]): Counts {
  const operations = new Map<string, Operation>();
  for (const item of progress) {
    if (item.at === 'started') operations.set(item.step.urn, item.step.operation);
  }
  const counts: Record<Operation, number> = { ...noCounts };
  for (const operation of operations.values()) counts[operation] += 1;
  return counts;
}

export const changesIn = (counts: Counts): number =>
  counts.create + counts.update + counts.replace + counts.delete + counts.forget + counts.import;

export const isReleaseStep = ({ type }: Pick<Step, 'type'>): boolean =>
  type === 'kubernetes:helm.sh/v3:Release';
