/** Hostile files, each in a thread that is ended when it takes more memory than the limit. */
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { aliasBomb } from './bad-files/limits.ts';

const megabytes = 256;
const milliseconds = 1000;
const full = 1024 * 1024;

const hostile: Readonly<Record<string, string>> = {
  'alias bomb': aliasBomb,
  brackets: '['.repeat(full),
  dashes: '- '.repeat(full / 2),
  'question marks': '? '.repeat(full / 2),
  braces: '{a: '.repeat(full / 4),
  'closing braces': '}'.repeat(full),
  commas: `[${','.repeat(full - 1)}`,
  'empty lists': `[${'[],'.repeat(full / 3 - 1)}]`,
  'one map of many keys': Array.from({ length: 100_000 }, (_, index) => `k${index}: 1\n`).join(''),
  'duplicate keys': 'a: 1\n'.repeat(full / 5),
  'bad escapes': `a: "${'\\x'.repeat(full / 2 - 4)}"`,
  'open quotes': 'a: "\n'.repeat(full / 5),
  documents: '---\n'.repeat(full / 4),
  directives: '%a\n'.repeat(full / 3),
  anchors: '&a '.repeat(full / 3),
  tags: '!a '.repeat(full / 3),
  aliases: '- *a\n'.repeat(full / 5),
  comments: '#\n'.repeat(full / 2),
  tabs: '\t'.repeat(full),
  'a long line': 'x'.repeat(full),
  'a long key': `${'x'.repeat(full - 3)}: 1`,
};

test.each(Object.keys(hostile))('%s', { timeout: 30_000 }, async (name) => {
  const source = hostile[name] ?? '';
  const { outcome, elapsed } = await parseInThread(source);
  expect(outcome).toMatch(/^(read|StackFileError)$/);
  expect(elapsed).toBeLessThan(milliseconds * slowness);
});

/** The machine that runs the tests may be busy; what matters is that nothing grows without bound. */
const slowness = 5;

function parseInThread(source: string): Promise<{ outcome: string; elapsed: number }> {
  const program = `
    const { parentPort, workerData } = require('node:worker_threads');
    import(workerData.module).then(({ parseYaml }) => {
      const start = performance.now();
      let outcome = 'read';
      try { parseYaml(workerData.source, { file: 'x.yaml' }); } catch (error) { outcome = error.name; }
      parentPort.postMessage({ outcome, elapsed: performance.now() - start });
    });`;
  const worker = new Worker(program, {
    eval: true,
    workerData: { source, module: new URL('../../../src/stack/yaml.ts', import.meta.url).href },
    resourceLimits: { maxOldGenerationSizeMb: megabytes },
  });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread ended with ${code}`)));
  });
}
