/** A preview or an up by the Automation API as its documentation shows it, with our `declare()` as the program. */
import { readFileSync } from 'node:fs';
import { LocalWorkspace } from '@pulumi/pulumi/automation/index.js';
import { declare } from '../pulumi/declare.ts';
import type { DesiredStack } from '../src/stack/desired.ts';

const { directory, stack, charts } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as {
  directory: string;
  stack: DesiredStack;
  charts: [string, string][];
};
process.chdir(directory);
const opened = await LocalWorkspace.createOrSelectStack(
  {
    stackName: stack.stack,
    projectName: stack.project,
    program: async () => declare(stack, new Map(charts)),
  },
  { workDir: directory },
);
const isUp = process.argv[3] === 'up';
const summary = isUp ? (await opened.up()).summary.resourceChanges : (await opened.preview()).changeSummary;
process.stdout.write(`${JSON.stringify(summary)}\n`);
