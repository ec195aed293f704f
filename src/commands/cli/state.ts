/** `recover` and `backend …`: the state that Pulumi keeps. */
import type { Command } from 'commander';
import type { Io } from '../session.ts';
import type { Finish } from './options.ts';

export function state(_root: Command, _io: Io, _finish: Finish): void {}
