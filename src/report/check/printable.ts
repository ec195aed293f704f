/**
 * Text of others, such as a chart's own messages, made safe to print: nothing that moves a cursor, hides or reorders characters, and nothing
 * that a GitHub runner, which reads the log line by line, takes for a command.
 */

/** Controls but line feed and tab; zero-width and bidirectional formatting; what XML and UTF-8 cannot hold. */
const hidden =
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/g;

/** May have several lines. */
export const visible = (text: string): string =>
  text.toWellFormed().replaceAll(/\r\n?/g, '\n').replaceAll(hidden, '');

export const printable = (text: string): string => withoutCommands(visible(text));

/** For lines that were put together: pieces that are harmless alone may make a command. */
export const withoutCommands = (text: string): string =>
  text.replaceAll(/^(\s*):(?=:)/gm, '$1: ').replaceAll('##[', '## [');

/** On one line, and not endless. */
export function oneLine(text: string, most: number): string {
  const line = printable(text).replaceAll(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most - 1).toWellFormed()}…` : line;
}
