/** Prints what `bare.ts` needs: the desired stack and where its charts lie. `node desired.ts DIRECTORY STACK` */
import { pullCharts } from '../src/render/charts.ts';
import { loadStackFile } from '../src/stack/load.ts';
import { desire } from '../src/systems/desire.ts';
import { systems } from '../src/systems/registry.ts';

const [directory = '.', stackName = 'dev'] = process.argv.slice(2);
const stack = desire(loadStackFile({ directory, stack: stackName, systems }));
const charts = await pullCharts(stack.releases, {
  directory,
  reveal: () => Promise.reject(new Error('the example needs no registry credentials')),
});
process.stdout.write(
  JSON.stringify({ directory, stack, charts: [...charts].map(([key, { path }]) => [key, path]) }),
);
