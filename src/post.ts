/** The Action's post step: runs when the job is over, whatever became of the step. */
import { actionPost } from './commands/action-post.ts';

process.exitCode = await actionPost(process);
