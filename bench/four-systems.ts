/** The four systems of examples/data-platform: a preview, and what it is compared with, in three situations. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleSecrets } from '../test/setup/example-secrets.ts';
import { must, setConfig } from '../test/setup/open-example.ts';
import { operatorEnvironment, putAwsSecrets } from '../test/setup/plane-environment.ts';
import type { Plane } from '../toolchain/plane/plane.ts';
import { against, inTurns, median, shown } from './figures.ts';
import { openPullRequest } from './pull-request.ts';
import {
  bare,
  desiredOf,
  helmAndKubectl,
  openPlace,
  ours,
  oursWithComment,
  type Workshop,
} from './rivals.ts';

const rounds = 5;
const goal = 1.5;

export async function fourSystems(
  plane: Plane,
  workshop: Workshop,
  print: (line: string) => void,
): Promise<void> {
  const secrets = exampleSecrets();
  const place = openPlace(workshop, 'data-platform', await operatorEnvironment(plane));
  const { example } = place;
  const job = await openPullRequest(join(place.folder, 'job'));
  try {
    await putAwsSecrets(plane, 'eu-west-1', secrets.aws);
    await setConfig(example, secrets.config);
    print(
      '\n| the four systems | bare | k8s-deploy preview | with --comment | helm template + kubectl diff |',
    );
    print('|---|---|---|---|---|');
    const notes: string[] = [];
    const row = async (situation: string): Promise<void> => {
      const { desired, file } = await desiredOf(place);
      const before = job.written();
      const figures = await inTurns(rounds, {
        bare: () => bare(place, file),
        ours: () => ours(place),
        commented: () => oursWithComment(place, job),
        others: () => helmAndKubectl(place, desired),
      });
      const cells = [figures.ours, figures.commented, figures.others].map((each) =>
        against(each, figures.bare),
      );
      print(`| ${[situation, shown(figures.bare), ...cells].join(' | ')} |`);
      const failed = figures.others.last.match(/^failed/gm)?.length ?? 0;
      if (failed > 0)
        notes.push(`${situation}: kubectl diff fails for ${failed} of ${desired.releases.length} releases`);
      if (job.written() - before <= rounds) notes.push(`${situation}: not every run wrote its comment`);
      if (median(figures.commented.seconds) >= goal * median(figures.bare.seconds))
        notes.push(`${situation}: the goal is missed`);
    };
    await row('nothing applied yet');
    await must(example.run(['up', '--stack', 'dev']));
    await row('applied, nothing changed');
    changeOneValue(join(example.directory, 'deploy.yaml'));
    await row('applied, one value changed');
    print(`\ngoal: with --comment under ${goal} × bare`);
    for (const note of notes) print(note);
  } finally {
    await job.stop();
    example.remove();
  }
}

function changeOneValue(stackFile: string): void {
  const text = readFileSync(stackFile, 'utf8');
  const changed = text.replace(/(namespace: leoflow\n +replicas:) 2\n/, '$1 3\n');
  if (changed === text) throw new Error('examples/data-platform has other replicas of leoflow');
  writeFileSync(stackFile, changed);
}
