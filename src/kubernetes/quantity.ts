/** Quantities of Kubernetes (`512Mi`, `100m`, `1e3`) as numbers: bytes, cores. */

const suffixes: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** `null` if it is none. A number counts as its text, as in a manifest. */
export function quantity(value: unknown): number | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const [, number, exponent, suffix] =
    /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(String(value)) ?? [];
  if (number === undefined) return null;
  return Number(`${number}${exponent ?? ''}`) * (suffixes[suffix ?? ''] ?? 1);
}
