/** The same command line in the shape of the nearest rival: one file, the Automation API and the toolkit loaded before anything is known. */
import * as core from '@actions/core';
import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import * as automation from '@pulumi/pulumi/automation/index.js';
import { program } from '../src/commands/program.ts';

// They are used, so that no bundler leaves them out.
if ([core, kubernetes, pulumi, automation].some((loaded) => typeof loaded !== 'object')) process.exit(1);
process.exitCode = await program(process.argv.slice(2), process);
