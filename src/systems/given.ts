import type { Value, Values } from '../stack/desired.ts';

/** Options as zod gives them: any key may be undefined, at any depth. */
export type Given = Value | undefined | readonly Given[] | { readonly [key: string]: Given };

/** Helm values from options: what the stack file leaves out is left to the chart. `null` stays, it removes a chart's default. */
export function given(options: { readonly [key: string]: Given }): Values {
  return Object.fromEntries(
    Object.entries(options).flatMap(([key, value]) => (value === undefined ? [] : [[key, plain(value)]])),
  );
}

function plain(value: Exclude<Given, undefined>): Value {
  if (Array.isArray(value)) return value.filter((item) => item !== undefined).map(plain);
  return typeof value === 'object' && value !== null
    ? given(value as { readonly [key: string]: Given })
    : value;
}
