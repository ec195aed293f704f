/** Stacks of many releases: how time and memory grow. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { must } from '../test/setup/open-example.ts';
import { operatorEnvironment } from '../test/setup/plane-environment.ts';
import type { Plane } from '../toolchain/plane/plane.ts';
import { against, inTurns, median, shown } from './figures.ts';
import { costOf, type Cost } from './measured.ts';
import { bare, desiredOf, openPlace, ours, type Workshop } from './rivals.ts';

const rounds = 3;
const sizes = [50, 100, 200];
const goalMegabytes = 1024;

export async function manyReleases(
  plane: Plane,
  workshop: Workshop,
  print: (line: string) => void,
): Promise<void> {
  const place = openPlace(workshop, 'ksml-application', await operatorEnvironment(plane));
  const { example } = place;
  const measure = async (): Promise<Row> => {
    const { file } = await desiredOf(place);
    const figures = await inTurns(rounds, { bare: () => bare(place, file), ours: () => ours(place) });
    const { own, pulumi } = await costOf(ours(place));
    return {
      seconds: median(figures.ours.seconds),
      own,
      cells: [
        shown(figures.bare),
        against(figures.ours, figures.bare),
        `${megabytes(own)} MB`,
        `${own.seconds.toFixed(1)} s`,
        `${megabytes(pulumi)} MB`,
      ],
    };
  };
  const row = (...cells: readonly string[]): void => print(`| ${cells.join(' | ')} |`);
  try {
    print('');
    row(
      'releases',
      'bare',
      'k8s-deploy preview',
      'program + renderer',
      'their CPU',
      'Pulumi + provider',
      'a release more',
    );
    print('|---|---|---|---|---|---|---|');
    let smaller: { count: number; row: Row } | null = null;
    for (const count of sizes) {
      writeFileSync(join(example.directory, 'deploy.yaml'), stackOf(count));
      const next = { count, row: await measure() };
      row(`${count}, nothing applied yet`, ...next.row.cells, smaller === null ? '' : step(smaller, next));
      smaller = next;
    }
    const [few = 0] = sizes;
    writeFileSync(join(example.directory, 'deploy.yaml'), stackOf(few));
    await must(example.run(['up', '--stack', 'dev', '--no-check']));
    row(`${few}, applied`, ...(await measure()).cells, '');
    print(`\ngoal: a release more takes the same time; program + renderer under ${goalMegabytes} MB`);
  } finally {
    example.remove();
  }
}

interface Row {
  readonly seconds: number;
  readonly own: Cost;
  readonly cells: readonly string[];
}

/** `20 ms (18 of CPU)`: what each release took that the smaller stack does not have. */
function step(smaller: { count: number; row: Row }, larger: { count: number; row: Row }): string {
  const each = (of: (row: Row) => number): string =>
    ((1000 * (of(larger.row) - of(smaller.row))) / (larger.count - smaller.count)).toFixed(0);
  return `${each(({ seconds }) => seconds)} ms (${each(({ own }) => own.seconds)} of CPU)`;
}

const megabytes = ({ bytes }: Cost): number => Math.round(bytes / 1024 ** 2);

/** KSML applications, each in a namespace of its own, for a copy of examples/ksml-application: they share its definition and schema. */
export const stackOf = (count: number): string =>
  stringify({
    apiVersion: 'k8s-deploy/v1',
    name: 'ksml-application',
    cluster: { identifier: 'bench', context: 'k8s-deploy-local' },
    releases: Object.fromEntries(
      Array.from({ length: count }, (_, index) => {
        const name = `sensor-${index}`;
        return [
          name,
          {
            system: 'ksml-application',
            chart: { ref: 'oci://registry.axual.io/opensource/charts/ksml', version: '1.1.1' },
            namespace: `ksml-${index}`,
            tenant: 'dizzl',
            instance: 'sandbox',
            environment: 'dev',
            application: name,
            definition: { fromFile: 'ksml/sensor-inspector.yaml' },
            schemas: [{ name: 'SensorData.avsc', body: { fromFile: 'ksml/SensorData.avsc' } }],
            kafka: { 'bootstrap.servers': 'broker:9093', 'application.id': `io.axual.${name}` },
          },
        ];
      }),
    ),
    stacks: { dev: {} },
  });
