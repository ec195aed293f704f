import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { unknownKeys } from '../../../src/systems/sf2loki/known-keys.ts';
import { recipe, several, single } from './sf2loki-releases.ts';

const chart = join(import.meta.dirname, '../../fixtures/charts/sf2loki/values.yaml');

describe('keys of config.yaml (SF-18)', () => {
  test('all that the chart has are known', () => {
    const { config } = parse(readFileSync(chart, 'utf8')) as { config: object };
    expect(unknownKeys(config as Parameters<typeof unknownKeys>[0])).toEqual([]);
  });

  test('what the recipe writes is known', () => {
    for (const release of [single, several]) {
      expect(recipe(release).notices.filter(({ rule }) => rule === 'SF-18')).toEqual([]);
    }
  });

  test.each([
    [
      { config: { sink: { loki: { tenantid: 'x' } } } },
      'config.sink.loki.tenantid',
      'did you mean "tenant_id"?',
    ],
    [
      { sources: { pubsub: { transforms: [{ action: 'drop', feilds: [] }] } } },
      'sources.pubsub.transforms.0.feilds',
      'did you mean "fields"?',
    ],
    [{ config: { quux: {} } }, 'config.quux', 'remove it unless your version has it'],
  ])('%j is noticed', (options, path, hint) => {
    expect(recipe({ ...single, ...options }).notices).toContainEqual({
      rule: 'SF-18',
      path: ['releases', 'edge-workers', ...path.split('.').map((step) => (step === '0' ? 0 : step))],
      message: expect.stringContaining(hint) as string,
    });
  });

  test('labels and headers have names of their own', () => {
    const config = { service: { telemetry: { headers: { any: 'x' } } } };
    const made = recipe({ ...single, config, loki: { url: 'https://loki:3100', labels: { team: 'x' } } });
    expect(made.notices.filter(({ rule }) => rule === 'SF-18')).toEqual([]);
  });
});
