/** The Action's entry: one step of a workflow. */
import { action } from './commands/action.ts';

process.exitCode = await action(process);
