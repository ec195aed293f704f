import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

/** Files and packages that a file loads, and what they load; what is loaded only when it is needed (`import()`) and types left out. */
function loadedBy(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  for (const [, what = '', from = ''] of text.matchAll(/^(?:import|export) ([^;'"]*?)from '([^']+)'/gm)) {
    const isType = what.startsWith('type ') || /^\{(?:\s*type \w+(?: as \w+)?,?)+\s*\}\s*$/.test(what);
    if (isType) continue;
    if (from.startsWith('.')) loadedBy(normalize(join(dirname(file), from)), seen);
    else seen.add(from);
  }
  return seen;
}

test('finds what a command loads', () => {
  expect(loadedBy('src/commands/outputs.ts')).toContain('@pulumi/pulumi/automation/index.js');
});

test.each(['status', 'logs', 'metrics'])('%s does without Pulumi, charts and a renderer', (command) => {
  const loaded = [...loadedBy(`src/commands/${command}.ts`)];
  expect(loaded).toContain('src/cluster/release-records.ts');
  expect(
    loaded.filter((name) =>
      /^@(?:pulumi|aws-sdk|grpc)\/|^src\/deploy\/|^pulumi\/|^src\/render\/(?:charts\.ts|mirrors|engine)/.test(
        name,
      ),
    ),
  ).toEqual([]);
});
