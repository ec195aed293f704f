/** Reading config.yaml as data. */
import type { Value, Values } from '../../stack/desired.ts';

export type ConfigPath = readonly (string | number)[];

export const isMap = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function valueAt(config: Value | undefined, path: ConfigPath): Value | undefined {
  return path.reduce<Value | undefined>((value, step) => {
    if (Array.isArray(value))
      return typeof step === 'number' ? (value[step] as Value | undefined) : undefined;
    return isMap(value) ? (value as Values)[step] : undefined;
  }, config);
}

/** The text there; absent when it is empty, which the application takes for unset. */
export function textAt(config: Value | undefined, path: ConfigPath): string | undefined {
  const value = valueAt(config, path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function listAt(config: Value | undefined, path: ConfigPath): readonly Value[] {
  const value = valueAt(config, path);
  return Array.isArray(value) ? value : [];
}

/** Paths of the maps that have `salesforce` and `sources`: the root, or every entry of `orgs`. */
export function orgPaths(config: Value): ConfigPath[] {
  const orgs = listAt(config, ['orgs']);
  return orgs.length === 0 ? [[]] : orgs.map((_, index) => ['orgs', index]);
}

/** Every text of the configuration with its path. */
export function textsIn(value: Value, path: ConfigPath = []): { path: ConfigPath; text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((item: Value, index) => textsIn(item, [...path, index]));
  return isMap(value) ? Object.entries(value).flatMap(([key, item]) => textsIn(item, [...path, key])) : [];
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
