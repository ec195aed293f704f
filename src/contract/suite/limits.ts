/** Bounds of what one contract file may ask for. */
export const suiteLimits = {
  /** After matrices are multiplied. */
  cases: 5000,
  /** Of one matrix, before `exclude`. */
  combinations: 1000,
  /** Cases that one case inherits from, directly or not. */
  ancestors: 50,
  rules: 500,
  snapshots: 100,
  waivers: 1000,
  kubeVersions: 20,
  /** Files that the patterns of `crds` match, and documents in each. */
  crdFiles: 200,
  crdDocuments: 200,
  /** Contract files of a stack. */
  contracts: 500,
} as const;
