import type { Value } from '../../stack/desired.ts';
import { valueAt } from '../value-path.ts';
import { durationSeconds } from './config-path.ts';

/** Seconds after `shutdown_grace` in which sf2loki closes its connections. */
const closing = 5;
const usualGrace = 25;

/** Seconds that a pod with this configuration needs to stop without loss (SF-10). */
export function stoppingSeconds(config: Value): number {
  const grace = valueAt(config, ['service', 'shutdown_grace']) ?? usualGrace;
  return (durationSeconds(grace) ?? usualGrace) + closing;
}
