#!/usr/bin/env node
/** The terminal's entry: reads the command line, runs one command, exits with its code. */
import * as modules from 'node:module';
import { join } from 'node:path';
import { cacheFolder } from './stack/cache-folder.ts';

const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 22) {
  process.stderr.write(
    `error (configuration): k8s-deploy needs Node.js 22 or newer, this is ${process.versions.node}\n`,
  );
  process.exit(2);
}
// What V8 has compiled is kept for the next run: half of the time of a short command is compiling.
modules.enableCompileCache?.(join(cacheFolder(), 'compiled'));
// Loaded only now: an older Node.js would stop at the first module that it cannot read.
const { program } = await import('./commands/program.ts');

process.exitCode = await program(process.argv.slice(2), process);
