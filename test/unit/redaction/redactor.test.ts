import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMaskable } from '../../../src/redaction/common-words.ts';
import { openRedactor, type Redactor } from '../../../src/redaction/redactor.ts';
import { canaries, findCanaries } from '../../setup/canaries.ts';

const knowing = (...secrets: readonly string[]): Redactor => {
  const redactor = openRedactor();
  for (const secret of secrets) redactor.learn(secret, 'config key "x"');
  return redactor;
};
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const json = (text: string): string => JSON.stringify(text).slice(1, -1);

describe('a learned secret', () => {
  const secret = `hu"nt\\er é<2&3> 100%/+`;
  test.each<[how: string, write: (secret: string) => string]>([
    ['as it is', (text) => text],
    ['in JSON within a text', (text) => `said ${json(text)}!`],
    ['in JSON as Go writes it', () => String.raw`hu\"nt\\er é\u003c2\u00263\u003e 100%/+`],
    ['in ASCII', () => String.raw`hu\"nt\\er \u00e9<2&3> 100%/+`],
    ['in JSON twice', (text) => `x ${json(json(text))} x`],
    ['in a URL', encodeURIComponent],
    [
      'in a URL, in lower case',
      (text) => encodeURIComponent(text).replaceAll(/%../g, (code) => code.toLowerCase()),
    ],
    ['in a form', (text) => new URLSearchParams({ q: text }).toString()],
    ['in XML', () => 'hu&quot;nt\\er é&lt;2&amp;3&gt; 100%/+'],
    ['in a workflow command', (text) => text.replaceAll('%', '%25')],
    ['in base64', base64],
    ['in base64 for URLs', (text) => Buffer.from(text).toString('base64url')],
    ['in base64 behind one byte', (text) => base64(`u${text}:x`)],
    ['in base64 behind two bytes', (text) => base64(`u:${text}:x`)],
    ['in base64 twice', (text) => base64(base64(text))],
    [
      'in the base64 of a Docker configuration',
      (text) => base64(`{"auths":{"r":{"auth":"${base64(`robot:${text}`)}"}}}`),
    ],
    ['in hexadecimal', (text) => Buffer.from(text).toString('hex').toUpperCase()],
    ['cut', (text) => `${text.slice(0, 12)}…`],
    ['cut with three dots', (text) => `"${text.slice(0, 15)}..."`],
  ])('is hidden %s', (_, write) => {
    const shown = knowing(secret).redact(`before ${write(secret)} behind`);
    expect(shown).toMatch(/^before .*\(secret\).* behind$/s);
    expect(shown).not.toMatch(/hu.{0,2}nt/);
    const rest = shown.replaceAll(/before|behind|\(secret\)/g, '');
    const runs = (rest.match(/[A-Za-z0-9+/]{6,}/g) ?? []).map((run) => Buffer.from(run, 'base64').toString());
    expect(runs.join()).not.toMatch(/nt|100%/);
  });

  test('of several lines is one mask, however many there are', () => {
    const lines = ['first-of-it', 'second-of-it', 'third-of-it'];
    const redactor = knowing(lines.join('\n'));
    for (const text of [
      lines.join('\n'),
      lines.join('\r\n'),
      lines.map((line) => `    ${line}`).join('\n'),
      lines.map((line) => `+ | ${line}`).join('\n'),
      lines.join(' '),
      json(lines.join('\n')),
    ]) {
      expect(redactor.redact(`a: ${text};`)).toMatch(/^a: [+| ]*\(secret\);$/);
    }
    expect(redactor.redact('only second-of-it here')).toBe('only (secret) here');
  });

  test('is hidden by its parts: the password of a URL, the leaves of a document', () => {
    const redactor = knowing(
      'postgres://app:hunt%2Fer22@db/app',
      '{"a":{"b":"leaf-of-json"}}',
      'login:\n  password: of-yaml-text\n',
    );
    expect(redactor.redact('hunt%2Fer22 hunt/er22, leaf-of-json, of-yaml-text; db')).toBe(
      '(secret), (secret), (secret); db',
    );
  });

  test('overlapping another, or a mask, leaves nothing of either', () => {
    const redactor = knowing('abcdefgh', 'efghijkl', 'x(secret)y', '(secret) and so');
    expect(redactor.redact('abcdefghijkl')).toBe('(secret)');
    expect(redactor.redact('xabcdefghy')).toBe('(secret)');
    expect(redactor.redact('it is (secret) and so on')).toBe('it is (secret) on');
  });

  test('in a number of JSON makes it a text; other numbers stay', () => {
    expect(JSON.parse(knowing('87654321').redact('{"a": 87654321, "b": 1.5e3}'))).toEqual({
      a: '(secret)',
      b: 1.5e3,
    });
  });

  test('is hidden in plain data, keys and numbers too', () => {
    const data = { 'k-hunter22': ['hunter22', 87654321, null, true], at: new Date(0) };
    expect(knowing('hunter22', '87654321').redactData(data)).toEqual({
      'k-(secret)': ['(secret)', '(secret)', null, true],
      at: new Date(0),
    });
  });
});

describe('what is too short or too common', () => {
  test.each([
    '1',
    'true',
    'abc',
    '12345',
    'password',
    'ChangeMe',
    'changed',
    'releases',
    'aaaaaaaa',
    ' yes ',
  ])('%j is warned about once and not looked for', (secret) => {
    const warnings: string[] = [];
    const redactor = openRedactor((warning) => warnings.push(warning));
    redactor.learn(secret, 'environment variable WEAK');
    redactor.learn(secret, 'environment variable WEAK');
    const text = `true 1 abc 12345 password ChangeMe changed releases aaaaaaaa yes`;
    expect(redactor.redact(text)).toBe(text);
    expect(warnings).toEqual([
      expect.stringContaining('environment variable WEAK is too short or too common'),
    ]);
  });

  test('names of the stack are spared, also if they were learned before', () => {
    const warnings: string[] = [];
    const redactor = openRedactor((warning) => warnings.push(warning));
    redactor.learn('web-shop', null);
    redactor.learn('hunter22', null);
    redactor.spare(['web-shop']);
    redactor.learn('web-shop', 'file x');
    expect(redactor.redact('web-shop hunter22')).toBe('web-shop (secret)');
    redactor.learn('web-shop ', 'file y');
    expect(warnings.length).toBe(1);
  });

  test('nothing is said where nobody can do anything about it, or nothing is there', () => {
    const warnings: string[] = [];
    const redactor = openRedactor((warning) => warnings.push(warning));
    redactor.learn('abc', null);
    redactor.learn('', 'file empty');
    redactor.learn(' \n', 'file blank');
    expect(warnings).toEqual([]);
  });
});

describe('planted secrets', () => {
  test.each(canaries)('$name is in nothing that was redacted', ({ name, kind, secret, parts }) => {
    const redactor = knowing(secret);
    // Quotes and the like divide one secret into its parts.
    const alone = kind === 'special-characters' ? [] : parts.slice(0, 2);
    const texts = [secret, ...alone].flatMap((text) => [
      text,
      JSON.stringify({ text, [text]: [text] }),
      JSON.stringify({ inner: JSON.stringify({ text }) }),
      `error: "${json(text)}" is no number`,
      `{"cut":"${json(text)}`,
      encodeURIComponent(text),
      `https://user:${encodeURIComponent(text)}@host/?x=1`,
      base64(text),
      base64(`user:${text}`),
      base64(`ab:${text}`),
      base64(base64(`robot:${text}`)),
      Buffer.from(text).toString('hex'),
      text
        .split('\n')
        .map((line) => `-   ${line}`)
        .join('\n'),
      `<failure message="${text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')}"/>`,
      `said: ${text.slice(0, Math.ceil(text.length * 0.7))}…`,
    ]);
    for (const text of texts) {
      expect(findCanaries(text)).toContain(name);
      expect([text, findCanaries(redactor.redact(text))]).toEqual([text, []]);
    }
  });
});

/** Secrets with all that has a meaning somewhere, and texts around them. */
const signs = '"\\{}[]:,\n\r\t<>&%\'`|/+=@…. -_()$#*'.split('');
const character = fc.oneof(
  fc.string({ unit: fc.constantFrom(...signs), minLength: 1, maxLength: 1 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  fc.constantFrom('ab', 'xyz1', '(secret)', 'secret', '\\n', '\\u0041', '...'),
);
const secretText = fc
  .array(character, { minLength: 6, maxLength: 24 })
  .map((parts) => parts.join(''))
  .filter(isMaskable);
const secretTexts = fc.array(secretText, { minLength: 1, maxLength: 4 });
const around = (secrets: readonly string[]): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        fc.constantFrom(...secrets, ...secrets.map(json), ...secrets.map((one) => JSON.stringify({ one }))),
        character,
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join(''));

const dataOf = (secrets: readonly string[]): fc.Arbitrary<unknown> =>
  fc.letrec((tie) => ({
    data: fc.oneof(
      { depthSize: 'small' },
      around(secrets),
      fc.double(),
      fc.integer(),
      fc.constantFrom(null, true, false),
      fc.array(tie('data'), { maxLength: 4 }),
      fc.dictionary(around(secrets), tie('data'), { maxKeys: 4 }),
    ),
  })).data;

const withSecrets = <T>(make: (secrets: readonly string[]) => fc.Arbitrary<T>): fc.Arbitrary<[string[], T]> =>
  secretTexts.chain((secrets) => fc.tuple(fc.constant(secrets), make(secrets)));

function textsIn(data: unknown): string[] {
  if (typeof data === 'string') return [data];
  if (typeof data === 'number') return [String(data)];
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, value]) => [
    ...(Array.isArray(data) ? [] : [key]),
    ...textsIn(value),
  ]);
}

describe('for random texts and secrets', () => {
  test('JSON stays JSON of the same shape, and holds none of them', () => {
    fc.assert(
      fc.property(withSecrets(dataOf), fc.constantFrom(undefined, 2), ([secrets, data], indent) => {
        const before = JSON.stringify(data, null, indent);
        const shown = knowing(...secrets).redact(before);
        const after = JSON.parse(shown) as unknown;
        expect(Array.isArray(after)).toBe(Array.isArray(JSON.parse(before)));
        for (const text of textsIn(after))
          for (const secret of secrets) expect(text.includes(secret)).toBe(false);
      }),
      { numRuns: 4_000 },
    );
  });

  test('no text holds one of them, and redacting again changes nothing', () => {
    fc.assert(
      fc.property(withSecrets(around), ([secrets, text]) => {
        const redactor = knowing(...secrets);
        const shown = redactor.redact(text);
        for (const secret of secrets) expect(shown.includes(secret)).toBe(false);
        expect(redactor.redact(shown)).toBe(shown);
        expect(redactor.redactData(text)).toBe(shown);
      }),
      { numRuns: 4_000 },
    );
  });

  test('without secrets, without forms of them, nothing changes', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abc {}[]",\n:;()'.split('')) }), (text) => {
        expect(knowing('hunter22-of-none').redact(text)).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('its speed', () => {
  const secrets = Array.from({ length: 200 }, (_, index) =>
    index % 10 === 0
      ? `-----BEGIN PRIVATE KEY-----\n${createHash('sha512').update(`${index}`).digest('base64').repeat(18)}\n-----END PRIVATE KEY-----`
      : base64(`secret ${index} of two hundred`),
  );
  const line = (index: number): string =>
    `{"line":${index},"text":"kind: Deployment ${index % 50 === 0 ? (secrets[index % 200] ?? '').replaceAll('\n', '\\n') : 'name: web --replicas=3'}"}`;
  const lines = Array.from({ length: 16_000 }, (_, index) => line(index));

  test.each([
    ['text', lines.join('\n')],
    ['JSON', `[${lines.join(',')}]`],
  ])('1 MB of %s and 200 secrets take well under 200 ms of a processor', (_, text) => {
    const redactor = knowing(...secrets);
    expect(text.length).toBeGreaterThan(1_000_000);
    redactor.redact(text.slice(0, 100_000)); // compiled
    const times = [1, 2, 3].map(() => {
      const began = process.cpuUsage();
      redactor.redact(text);
      const { user, system } = process.cpuUsage(began);
      return (user + system) / 1000;
    });
    expect(Math.min(...times)).toBeLessThan(2_000);
  });

  test.each(
    [
      '\\',
      '"',
      ' ',
      '://',
      'a://b:',
      '"a":',
      'password=',
      'bearer ',
      'authorization: ',
      '[{',
      '-----BEGIN PRIVATE KEY-----\n',
      'LS0tLS1CRUdJTi',
      'eyJaaaaaaaa.',
      'x://uuuu',
      '(secret)',
      '\n',
    ].map((piece) => [piece]),
  )('no text makes it slow: %j a hundred thousand times', (piece) => {
    const redactor = knowing(...secrets);
    const began = process.cpuUsage();
    redactor.redact(piece.repeat(100_000));
    const { user } = process.cpuUsage(began);
    expect(user / 1000).toBeLessThan(20_000);
  });
});
