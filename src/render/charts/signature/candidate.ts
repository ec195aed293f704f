/** One signature as it lies in a registry, brought into one form: what cosign 2 and cosign 3 write differ only in where things are. Pure data. */

export interface Candidate {
  /** JSON of a Sigstore bundle; of a simple signature, put together from its annotations. */
  readonly bundle: unknown;
  /** What a message signature is of: the payload of a simple signature, else the chart's manifest. Null for a DSSE envelope, which holds it. */
  readonly signed: Buffer | null;
  /** What is said to be signed could not be made out, or is something else: why. */
  readonly fault: string | null;
}

/** What lies with a chart in a registry. */
export interface Evidence {
  readonly candidates: readonly Candidate[];
  /** Predicate types of attestations, which say something about the chart and are no signatures. */
  readonly attestations: readonly string[];
}
