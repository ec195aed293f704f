/** `status`, `logs`, `metrics`, `drift` and `doctor`: what runs. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { exitCodes } from '../../stack/failure.ts';
import type { Io } from '../session.ts';
import {
  clusterCommand,
  type Finish,
  planningCommand,
  repeated,
  stackCommand,
  wholeNumber,
} from './options.ts';

export function watching(root: Command, io: Io, finish: Finish): void {
  clusterCommand(root, 'status [releases...]', 'say what runs: releases, pods, autoscalers, who leads')
    .addOption(ksmlFormat('GET /status'))
    .option('--check', `exit with ${exitCodes.failed} unless all is ready`, false)
    .action(async (releases: string[], options) =>
      finish(await (await import('../status.ts')).status(releases, options, io)),
    );
  clusterCommand(root, 'logs [releases...]', 'print what the containers of all replicas have logged')
    .addOption(ksmlFormat('GET /logs'))
    .addOption(
      new Option('--tail <lines>', 'of each container; "all" for all of them')
        .argParser((text) => (text === 'all' ? text : wholeNumber(text)))
        .default(100),
    )
    .addOption(
      new Option('--since <duration>', 'only what is not older: 90s, 10m, 2h, 1d').argParser(durationSeconds),
    )
    .option('--container <name>', 'only of containers of this name')
    .option('--previous', 'of the containers before their last restart', false)
    .option('--timestamps', 'with the time of each line', false)
    .option('-f, --follow', 'go on until it is ended: by a signal, such as Ctrl-C', false)
    .action(async (releases: string[], options) =>
      finish(await (await import('../logs.ts')).logs(releases, options, io)),
    );
  clusterCommand(root, 'metrics [releases...]', 'say how much CPU and memory pods use now')
    .addOption(ksmlFormat('GET /metrics'))
    .action(async (releases: string[], options) =>
      finish(await (await import('../metrics.ts')).metrics(releases, options, io)),
    );
  stackCommand(
    root,
    'doctor',
    'say what the stack needs from its cluster, and whether it is there; changes nothing',
  )
    .addOption(
      new Option(
        '--fail-on <severity>',
        `exit with ${exitCodes.findings} if something of this severity or above is missing`,
      )
        .choices(['error', 'warning'])
        .default('error'),
    )
    .option('--verbose', 'also list what is there, and everybody who needs something', false)
    .action(async (options) => finish(await (await import('../doctor.ts')).doctor(options, io)));
  planningCommand(
    stackCommand(root, 'drift', 'show where what runs is not what was applied last, and who changed it'),
  )
    .option('--issue', 'open, update and close one GitHub issue for the stack, in a workflow', false)
    .option('--heal', 'set it back to what the stack says, by the same gate and limits as up', false)
    .option('--detect', `exit with ${exitCodes.changes} if there is any`, false)
    .addOption(
      new Option('--format <format>', 'what is printed')
        .choices(['text', 'json', 'markdown'])
        .default('text'),
    )
    .addOption(repeated('--report <format=file>', 'also write json or markdown'))
    .option('--verbose', 'also print what is folded, and pods by name', false)
    .action(async (options) => finish(await (await import('../drift.ts')).drift(options, io)));
}

const ksmlFormat = (request: string): Option =>
  new Option('--format <format>', `what is printed; ksml: what the KSML provisioner answers to ${request}`)
    .choices(['text', 'json', 'ksml'])
    .default('text');

const secondsIn: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

function durationSeconds(text: string): number {
  const [, number = '', unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const seconds = Number(number) * (secondsIn[unit] ?? 0);
  if (seconds > 0) return seconds;
  throw new InvalidArgumentError('expected a number and s, m, h or d, such as 10m');
}
