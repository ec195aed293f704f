/** How a secret may stand in an output without being seen at once. */
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const json = (text: string): string => JSON.stringify(text).slice(1, -1);
const html = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** As a narrow terminal folds it. */
const folded = (text: string, before: string): string =>
  (text.match(/[\s\S]{1,11}/g) ?? []).map((part) => `${before}${part}`).join('\n');

export const waysToHide: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'a piece of it': (secret) =>
    secret
      .replaceAll(/\s+/g, ' ')
      .slice(secret.indexOf('\n') + 1)
      .slice(-40, -2),
  'in JSON': json,
  'in JSON in JSON': (secret) => json(json(secret)),
  'as Go writes JSON': (secret) =>
    json(secret).replaceAll(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`),
  'in base64': base64,
  'in base64, one further': (secret) => base64(`x${secret}y`),
  'in base64, two further': (secret) => base64(`xx${secret}y`),
  'in base64 twice': (secret) => base64(base64(secret)),
  'in base64 of lines': (secret) => base64(secret).replaceAll(/.{20}/g, '$&\n    '),
  'in a URL': encodeURIComponent,
  'in a form': (secret) => new URLSearchParams({ secret }).toString(),
  'in hexadecimal': (secret) => Buffer.from(secret).toString('hex'),
  'in HTML': html,
  'in elements of HTML': (secret) =>
    (secret.match(/[\s\S]{1,5}/g) ?? []).map((part) => `<b>${html(part)}</b>`).join(''),
  'in Markdown': (secret) => secret.replaceAll(/[`*_|#<>[\]\\@]/g, '\\$&\u200b'),
  'in YAML': (secret) => `'${secret.replaceAll("'", "''").replaceAll('\n', '\n\n  ')}'`,
  'folded and indented': (secret) => folded(secret, '      '),
  'folded in a diff': (secret) => folded(secret, '   +     '),
};
