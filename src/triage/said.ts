/** What others say: on one line, and not endless. */

const longest = 600;

/** `most`: characters. */
export function cut(text: string, most = longest): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most - 1).toWellFormed()}…` : line;
}
