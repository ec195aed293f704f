import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStory, type Story } from './story.ts';

describe('a plain chart with a Secret and a CA bundle', () => {
  let story: Story;
  beforeAll(async () => {
    story = await openStory('hello', { files: {}, folders: { 'examples/plain-chart': '.' } });
    story.edit('deploy.yaml', (text) => text.replaceAll('namespace: hello', 'namespace: NAMESPACE'));
  });
  afterAll(async () => await story.close());

  test('first install', async () => {
    const { wrong, said, up } = await story.tellAndDo();
    console.log(said, up.exitCode, up.stderr.slice(0, 2000), up.seconds);
    expect(wrong).toEqual([]);
  });
  test('values', async () => {
    story.edit('deploy.yaml', (text) => text.replace('values:', 'values:\n      replicas: 3'));
    const { wrong, said, up } = await story.tellAndDo();
    console.log(said, up.exitCode, up.stderr.slice(0, 2000), up.seconds);
    expect(wrong).toEqual([]);
  });
  test('credential', async () => {
    story.environment['HELLO_PASSWORD'] = 'another';
    const { wrong, said, up } = await story.tellAndDo();
    console.log(said, up.exitCode, up.stderr.slice(0, 2000), up.seconds);
    expect(wrong).toEqual([]);
  });
  test('hand edit', async () => {
    story.edit('deploy.yaml', (text) => text.replace('replicas: 3', 'replicas: 2'));
    await story.byHand('PATCH', `/apis/apps/v1/namespaces/${story.namespace}/deployments/hello`, {
      spec: { replicas: 5 },
    });
    await story.byHand('PATCH', `/api/v1/namespaces/${story.namespace}/services/hello`, {
      spec: { ports: [{ name: 'http', port: 81, targetPort: 'http' }] },
    });
    const { wrong, said, up } = await story.tellAndDo();
    console.log(said, up.exitCode, up.stderr.slice(0, 2000), up.seconds);
    expect(wrong).toEqual([]);
  });
});
