/** Texts for places with a limit: whoever makes the text knows best what to leave out. */
export interface TextLimit {
  readonly characters: number; // UTF-16 code units
  readonly bytes: number; // of UTF-8
}

/** Makes the text again with half the limit, at most so often. */
const halvings = 4;

export const fits = (text: string, { characters, bytes }: TextLimit): boolean =>
  text.length <= characters && Buffer.byteLength(text) <= bytes;

const half = ({ characters, bytes }: TextLimit): TextLimit => ({
  characters: Math.floor(characters / 2),
  bytes: Math.floor(bytes / 2),
});

/** The limit itself, and what is tried after it. */
export function limitsFrom(limit: TextLimit): TextLimit[] {
  const limits = [limit];
  for (let last = limit; limits.length <= halvings; limits.push(last)) last = half(last);
  return limits;
}
