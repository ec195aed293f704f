import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineEvent } from '@pulumi/pulumi/automation/events.js';
import { type Progress, progressOf } from '../../../src/deploy/steps.ts';

export const recordings = [
  'create-preview',
  'create',
  'no-change',
  'rotation-preview',
  'rotation',
  'failure',
  'destroy',
  'destroy-retained',
] as const;

/** Events of a real engine, as `scripts/record-events.ts` wrote them. */
export const recordedEvents = (name: (typeof recordings)[number]): EngineEvent[] =>
  readFileSync(join(import.meta.dirname, `../../fixtures/events/${name}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as EngineEvent);

export const recordedProgress = (name: (typeof recordings)[number]): Progress[] =>
  recordedEvents(name).flatMap((event) => progressOf(event) ?? []);
