/** `npm run bench:up`: `k8s-deploy up` beside the bare one: where there is nothing to do, and where there are many releases. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleSecrets } from '../test/setup/example-secrets.ts';
import { must, setConfig } from '../test/setup/open-example.ts';
import { operatorEnvironment, putAwsSecrets } from '../test/setup/plane-environment.ts';
import { against, inTurns, median, shown } from './figures.ts';
import { stackOf } from './many-releases.ts';
import { costOf, measured } from './measured.ts';
import { onPlanes, type Part } from './on-planes.ts';
import { bare, desiredOf, openPlace, ours } from './rivals.ts';

const rounds = 7;
const goal = 1.2;

const nothingToDo: Part = async (plane, workshop, print) => {
  const secrets = exampleSecrets();
  const place = openPlace(workshop, 'data-platform', await operatorEnvironment(plane));
  const { example } = place;
  try {
    await putAwsSecrets(plane, 'eu-west-1', secrets.aws);
    await setConfig(example, secrets.config);
    await must(example.run(['up', '--stack', 'dev']));
    const { file } = await desiredOf(place);
    const figures = await inTurns(rounds, {
      bare: () => bare(place, file, 'up'),
      ours: () => ours(place, 'up'),
    });
    print('\n| the four systems | bare up | k8s-deploy up |');
    print('|---|---|---|');
    print(`| nothing to do | ${shown(figures.bare)} | ${against(figures.ours, figures.bare)} |`);
    const isMet = median(figures.ours.seconds) < goal * median(figures.bare.seconds);
    print(`\ngoal: under ${goal} × bare: ${isMet ? 'met' : 'missed'}`);
  } finally {
    example.remove();
  }
};

const count = 50;

const manyReleases: Part = async (plane, workshop, print) => {
  const place = openPlace(workshop, 'ksml-application', await operatorEnvironment(plane));
  const { example } = place;
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 ** 2)} MB`;
  try {
    writeFileSync(join(example.directory, 'deploy.yaml'), stackOf(count));
    print(`\n| ${count} releases | k8s-deploy up | program + renderer | Pulumi + provider |`);
    print('|---|---|---|---|');
    const first = await costOf(ours(place, 'up'));
    const row = (what: string, { seconds, own, pulumi }: typeof first): void =>
      print(`| ${what} | ${seconds.toFixed(1)} s | ${megabytes(own.bytes)} | ${megabytes(pulumi.bytes)} |`);
    row('all created (looked at while it ran)', first);
    const { seconds } = await measured(ours(place, 'up'));
    row('nothing to do', { ...(await costOf(ours(place, 'up'))), seconds });
  } finally {
    example.remove();
  }
};

await onPlanes([nothingToDo, manyReleases]);
