import { relative } from 'node:path';

/** Commands that deploy move to the stack directory later. */
const startedIn = process.cwd();

/** A file as messages name it: seen from where the command was started. */
export const shownPath = (path: string): string => relative(startedIn, path);
