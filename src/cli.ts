#!/usr/bin/env node
/** The terminal's entry: reads the command line, runs one command, exits with its code. */
const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 22) {
  process.stderr.write(
    `error (configuration): k8s-deploy needs Node.js 22 or newer, this is ${process.versions.node}\n`,
  );
  process.exit(2);
}
// Loaded only now: an older Node.js would stop at the first module that it cannot read.
const { program } = await import('./commands/program.ts');

process.exitCode = await program(process.argv.slice(2), process);
