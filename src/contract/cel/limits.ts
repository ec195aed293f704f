/** Bounds of what a rule may cost. A rule that meets one is reported; it never counts as kept. */
export const celLimits = {
  /** Of one expression. */
  characters: 8_000,
  /** Items that the macros of one evaluation go over, nested ones multiplied. */
  items: 2_000_000,
  /** Of one text that `join`, `replace` or `format` makes. */
  textCharacters: 1_000_000,
  /** Of a message that `messageExpression` makes; the rest is cut off. */
  messageCharacters: 1_000,
  /** Texts that are handed to `yaml.decode` and `json.decode`. */
  decodedCharacters: 1_000_000,
  /** Results that one rule keeps, by hash of the object. */
  remembered: 20_000,
} as const;
