/** `status`, `logs`, `metrics`, `drift` and `doctor`: what runs. */
import type { Command } from 'commander';
import type { Io } from '../session.ts';
import type { Finish } from './options.ts';

export function watching(_root: Command, _io: Io, _finish: Finish): void {}
