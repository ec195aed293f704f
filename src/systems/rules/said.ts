import type { Data } from '../../kubernetes/data.ts';

/** Data as messages say it, and as two forms of one value compare: text as it is, else JSON; `nothing` where there is none. */
export function said(data: Data | undefined): string {
  if (typeof data === 'string') return data;
  return data === undefined || data === null ? 'nothing' : JSON.stringify(data);
}
