/** A secret as it may stand in a text: escaped for a format, or encoded. */

/** Of a program's own string escapes, from the outside in. */
export function textSpellings(secret: string): string[] {
  const json = escaped(secret);
  return [
    secret,
    secret.toWellFormed(), // as it is written in UTF-8
    secret.replaceAll(/\s+/g, ' '), // on one line
    secret.replaceAll(invisible, ''), // as a terminal or a report may show it
    json,
    goEscaped(json),
    asciiEscaped(json),
    escaped(json),
    escaped(goEscaped(json)),
    ...urlSpellings(secret.toWellFormed()),
    ...markupSpellings(secret),
    secret.replaceAll("'", "''"), // YAML
    secret.replaceAll("'", String.raw`'\''`), // a shell
    secret.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'), // a workflow command
  ];
}

/** In base64, alone or at any place in a longer text, once or twice; and in hexadecimal. */
export function encodedSpellings(secret: string): string[] {
  const once = base64Spellings(secret);
  const hex = Buffer.from(secret).toString('hex');
  return [...once.flatMap((text) => [text, ...base64Spellings(text)]), hex, hex.toUpperCase()].flatMap(
    (text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')],
  );
}

const invisible = /[\p{Cc}\p{Cf}]/gu;

const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);

const unicode = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Go writes HTML's characters so. */
const goEscaped = (json: string): string => json.replaceAll(/[<>&\u2028\u2029]/g, unicode);

const asciiEscaped = (json: string): string =>
  json.replaceAll(/[^\p{ASCII}]/gv, (all) => all.split('').map(unicode).join(''));

function urlSpellings(secret: string): string[] {
  const component = encodeURIComponent(secret);
  const strict = component.replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const user = strict.replaceAll(/%(?:24|26|2B|2C|3B|3D)/g, decodeURIComponent); // as Go writes user information
  const form = new URLSearchParams({ '': secret }).toString().slice(1);
  return [component, strict, user, form, encodeURI(secret), strict.replaceAll('%20', '+')].flatMap((text) => [
    text,
    text.replaceAll(/%[\dA-F]{2}/g, (code) => code.toLowerCase()),
  ]);
}

function markupSpellings(secret: string): string[] {
  const xml = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const inMarkup = ['>', '&gt;'].flatMap((greater) =>
    ['"', '&quot;', '&#34;'].flatMap((double) =>
      ["'", '&apos;', '&#39;', '&#x27;'].map((single) =>
        xml.replaceAll('>', greater).replaceAll('"', double).replaceAll("'", single),
      ),
    ),
  );
  return [...inMarkup, secret.replaceAll(markdown, String.raw`\$&`), secret.replaceAll('|', String.raw`\|`)];
}

const markdown = /[\\`*_{}[\]()#+\-!|~$<>]/g;

/** Characters at the start that also hold bits of what is in front, by the number of bytes there (modulo 3). */
const shared = [0, 2, 3];

/** Without the characters that hold bits of what is around it. */
function base64Spellings(text: string): string[] {
  const bytes = Buffer.from(text);
  const alone = bytes.toString('base64').replace(/=+$/, '');
  const within = shared.map((start, offset) =>
    Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .slice(start, Math.floor(((offset + bytes.length) * 8) / 6)),
  );
  return [alone, ...within];
}
