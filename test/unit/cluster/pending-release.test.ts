import { describe, expect, test } from 'vitest';
import { failedRecord } from '../../../src/cluster/pending-release.ts';

describe('a record that is marked as failed', () => {
  test('says so and why; the rest stays to the digit', () => {
    const text =
      '{"name":"web","info":{"first_deployed":"2026-11-21T10:00:00Z","status":"pending-upgrade","description":"Preparing upgrade"},' +
      '"config":{"big":9007199254740993,"float":1.0,"small":1e-7,"text":"a\\u0000b \\"<&>\\"","list":[1,null,true]},"version":3}';
    expect(failedRecord(text, 'it was broken off')).toBe(
      text.replace('"pending-upgrade"', '"failed"').replace('"Preparing upgrade"', '"it was broken off"'),
    );
  });

  test('one without info gets it', () => {
    expect(failedRecord('{"name":"web"}', 'why')).toBe(
      '{"name":"web","info":{"status":"failed","description":"why"}}',
    );
  });
});
