/** A stack directory that must be refused, and exactly how. */
export interface BadFile {
  readonly title: string;
  readonly yaml: string | Uint8Array;
  readonly files?: Readonly<Record<string, string>>;
  /** Symbolic links: name → target. */
  readonly links?: Readonly<Record<string, string>>;
  /** The whole message, line by line. */
  readonly problems: readonly string[];
  /** What may not be in it: text that its author may have meant to keep secret. */
  readonly never?: readonly string[];
}
