/** Who holds a Lease of coordination.k8s.io: who leads. */
import { numberAt, textAt, type DataMap } from './data.ts';

export interface Lease {
  /** As the holder calls itself, most often its pod. Null if nobody holds it. */
  readonly holder: string | null;
  readonly acquired: string | null; // ISO 8601
  readonly renewed: string | null; // ISO 8601
  /** How long it lasts after it was renewed. */
  readonly seconds: number | null;
  /** How often it has changed hands. */
  readonly transitions: number;
  /** It has run out: the holder is gone, or cannot renew it. */
  readonly isExpired: boolean;
}

/** `now`: milliseconds since 1970. */
export function leaseOf(live: DataMap, now: number): Lease {
  const holder = textAt(live, 'spec', 'holderIdentity') ?? '';
  const seconds = numberAt(live, 'spec', 'leaseDurationSeconds') ?? null;
  const renewed = textAt(live, 'spec', 'renewTime') ?? null;
  const until = renewed === null || seconds === null ? Number.NaN : Date.parse(renewed) + seconds * 1000;
  return {
    holder: holder === '' ? null : holder,
    acquired: textAt(live, 'spec', 'acquireTime') ?? null,
    renewed,
    seconds,
    transitions: numberAt(live, 'spec', 'leaseTransitions') ?? 0,
    isExpired: until < now,
  };
}
