/** Bounds on every YAML file that is read. They hold in well under a second and little memory, whatever the file is. */
export const yamlLimits = {
  bytes: 1024 * 1024,
  /** Words, punctuation, spaces and line ends: bounds the work before there is a tree to count. */
  tokens: 250_000,
  /** Maps, lists and scalars, with what aliases repeat. */
  nodes: 50_000,
  /** Maps and lists inside each other, with what aliases repeat. */
  depth: 64,
  aliases: 100,
  /** Syntax errors that are listed: the later ones mostly follow from the earlier. */
  syntaxErrors: 20,
} as const;
