import { describe, expect, test } from 'vitest';
import { maskLines } from '../../../src/redaction/mask-lines.ts';
import { canaries } from '../../setup/canaries.ts';

describe('what GitHub is told before an output is set', () => {
  test('a text is one line', () => {
    expect(maskLines('hunter22')).toEqual(['hunter22']);
  });

  test('a private key is its lines, and its one line in JSON', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nMIIBVwIBADAN\nBgkqhkiG9w0B\n-----END PRIVATE KEY-----\n';
    const lines = maskLines(key);
    expect(lines).toEqual(
      expect.arrayContaining(['MIIBVwIBADAN', 'BgkqhkiG9w0B', JSON.stringify(key).slice(1, -1)]),
    );
  });

  test('of nested objects each leaf is told, and the whole as it would be set', () => {
    const value = {
      a: { token: 'of-the-inside', port: 87654321 },
      list: ['in-a-list', true, null],
      few: 'abc',
    };
    const lines = maskLines(value);
    expect(lines).toEqual(
      expect.arrayContaining(['of-the-inside', '87654321', 'in-a-list', JSON.stringify(value)]),
    );
    expect(lines).not.toContain('abc');
  });

  test('JSON in a text, and passwords in URLs, are looked into', () => {
    expect(maskLines('{"auths":{"r":{"password":"of-a-registry"}}}')).toContain('of-a-registry');
    expect(maskLines(['amqp://u:hunter%2F22@h'])).toEqual(
      expect.arrayContaining(['hunter%2F22', 'hunter/22']),
    );
  });

  test.each([[undefined], [null], [true], [1], [''], ['true'], [{}], [[]], ['a\nb\n']])(
    '%j would make the log unreadable, or is none',
    (value) => {
      expect(maskLines(value).filter((line) => !/^[[{]|\\n/.test(line))).toEqual([]);
    },
  );

  test.each(canaries)('$name: every part, as it is, within a line', ({ secret, parts }) => {
    for (const value of [secret, { nested: [secret] }]) {
      const lines = maskLines(value);
      for (const line of lines) expect(line).not.toMatch(/[\r\n]/);
      for (const part of parts) expect(lines.some((line) => line.includes(part))).toBe(true);
      expect(lines).toEqual(lines.toSorted((a, b) => b.length - a.length));
    }
  });
});
