/** Prints what the other ways need: the desired stack, where its charts lie, and their values. `node desired.ts DIRECTORY STACK` */
import { pullCharts } from '../src/render/charts.ts';
import { loadStackFile } from '../src/stack/load.ts';
import type { DesiredStack } from '../src/stack/desired.ts';
import { desire } from '../src/systems/desire.ts';
import { offlineValues } from '../src/systems/placeholders.ts';
import { systems } from '../src/systems/registry.ts';

export interface Desired {
  readonly directory: string;
  readonly stack: DesiredStack;
  /** By release key, as Pulumi is given them. */
  readonly charts: readonly (readonly [string, string])[];
  readonly releases: readonly {
    readonly name: string;
    readonly namespace: string;
    readonly archive: string;
    /** With placeholders for what Pulumi makes up. */
    readonly values: object;
  }[];
}

const [directory = '.', stackName = 'dev'] = process.argv.slice(2);
const stack = desire(loadStackFile({ directory, stack: stackName, systems }));
const charts = await pullCharts(stack.releases, {
  directory,
  reveal: () => Promise.reject(new Error('the example needs no registry credentials')),
});
const desired: Desired = {
  directory,
  stack,
  charts: [...charts].map(([key, { path }]) => [key, path]),
  releases: stack.releases.map(({ key, name, namespace, values }) => ({
    name,
    namespace,
    archive: charts.get(key)?.archive ?? '',
    values: offlineValues(values, stack),
  })),
};
process.stdout.write(JSON.stringify(desired));
