/** Parts of an object that must be there once. */
import { refused, type Fault } from './fault.ts';

/** Faults of the parts of an object whose id an earlier one has. */
export function twice<Part extends { readonly path: Fault['path'] }>(
  parts: readonly Part[],
  id: (part: Part) => string | undefined,
  message: (id: string) => string,
): Fault[] {
  const seen = new Set<string>();
  return parts.flatMap((part) => {
    const own = id(part);
    if (own === undefined) return [];
    if (!seen.has(own)) {
      seen.add(own);
      return [];
    }
    return {
      path: part.path,
      message: `${message(own)}. ${refused}`,
      hint: 'Give each its own.',
    };
  });
}
