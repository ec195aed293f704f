/** `local …` */
import type { Command } from 'commander';
import type { Io } from '../session.ts';
import type { Finish } from './options.ts';

export function local(root: Command, io: Io, finish: Finish): void {
  const plane = root.command('local').description('a real control plane on this machine, without containers');
  for (const [action, description] of [
    ['up', 'start it, or what of it is not running'],
    ['down', 'stop it'],
    ['status', 'say what runs where'],
    ['kubeconfig', 'print the path of its kubeconfig'],
  ] as const) {
    plane
      .command(action)
      .description(description)
      .option('--directory <folder>', 'where it keeps its data and logs')
      .option('--json', 'print JSON', false)
      .action(async (options: { directory?: string; json: boolean }) => {
        const { local: run } = await import('../local.ts');
        finish(
          await run(
            action,
            { ...options, signal: io.signal },
            {
              print: (line) => io.terminal.out(line),
              progress: (line) => io.terminal.note(line),
            },
          ),
        );
      });
  }
}
