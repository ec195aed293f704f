#!/usr/bin/env node
/** The terminal's entry: reads the command line, runs one command, exits with its code. */
import { program } from './commands/program.ts';

process.exitCode = await program(process.argv.slice(2), process);
