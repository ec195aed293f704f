/** Report files of a step, for later steps: for programs, and for people. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActionCommand } from '../github/action/inputs.ts';

const formats: Readonly<
  Partial<Record<ActionCommand, readonly (readonly [format: string, file: string])[]>>
> = {
  check: [
    ['json', 'check.json'],
    ['markdown', 'check.md'],
  ],
  preview: [
    ['json', 'plan.json'],
    ['html', 'plan.html'],
  ],
  drift: [
    ['json', 'drift.json'],
    ['markdown', 'drift.md'],
  ],
};

/** FORMAT=FILE for the command; none for one that has no reports. They stay until the runner empties its folder. */
export function stepReports(command: ActionCommand, environment: NodeJS.ProcessEnv): string[] {
  const wanted = formats[command] ?? [];
  if (wanted.length === 0) return [];
  const folder = mkdtempSync(join(environment['RUNNER_TEMP'] || tmpdir(), 'k8s-deploy-report-'));
  return wanted.map(([format, file]) => `${format}=${join(folder, file)}`);
}
