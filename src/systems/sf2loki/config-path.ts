/** Reading config.yaml as data. */
import type { Value } from '../../stack/desired.ts';
import { leavesIn, listAt, type ValuePath } from '../value-path.ts';

export type ConfigPath = ValuePath;

/** Paths of the maps that have `salesforce` and `sources`: the root, or every entry of `orgs`. */
export function orgPaths(config: Value): ConfigPath[] {
  const orgs = listAt(config, ['orgs']);
  return orgs.length === 0 ? [[]] : orgs.map((_, index) => ['orgs', index]);
}

/** Every text of the configuration with its path. */
export function textsIn(value: Value): { path: ConfigPath; text: string }[] {
  return leavesIn(value).flatMap(({ path, value: text }) =>
    typeof text === 'string' ? [{ path, text }] : [],
  );
}

const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const iso = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Seconds of a duration as sf2loki reads it: `25s`, `1m30s`, `500ms`, ISO 8601 or bare seconds; null for anything else. */
export function durationSeconds(value: Value | undefined): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value === '') return null;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value);
  const tokens = [...value.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d|w)/g)];
  if (tokens.length > 0 && tokens.map(([token]) => token).join('') === value) {
    return tokens.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (units[unit] ?? 0), 0);
  }
  const [, ...parts] = iso.exec(value) ?? [];
  if (parts.every((part) => part === undefined)) return null;
  return [86_400, 3600, 60, 1].reduce((sum, size, index) => sum + size * Number(parts[index] ?? 0), 0);
}
