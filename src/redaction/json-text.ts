/** JSON as text, changed in its strings alone: layout, order and syntax stay. */

/** Strings first, so that numbers in them are not taken for numbers. */
const tokens = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/** Whether the text as a whole is an object or a list in JSON. */
export function isJson(text: string): boolean {
  const start = text.trimStart();
  if (!start.startsWith('{') && !start.startsWith('[')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** `hide` is given the strings, keys too, as they are meant. A number of which it hides something becomes a string. */
export const withHiddenStrings = (json: string, hide: (text: string) => string): string =>
  json.replaceAll(tokens, (token) => {
    const text =
      token.startsWith('"') && token.includes('\\')
        ? (JSON.parse(token) as string)
        : token.replaceAll('"', '');
    const shown = hide(text);
    return shown === text ? token : JSON.stringify(shown);
  });
