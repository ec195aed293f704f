/** Each fixture chart, from its first install to its end: what the plan says of it is what happens. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { notAsTold } from './expectations.ts';
import { fixtureStacks, type FixtureChart } from './fixture-stacks.ts';
import { type Happened, openStory, type Story } from './story.ts';

interface Scenario {
  readonly title: string;
  /** Of each chart of the stack; then there is one `up` for all of them. */
  readonly change: (chart: FixtureChart, story: Story) => void | Promise<void>;
  readonly says: (chart: FixtureChart) => readonly string[];
}

const inNamespace = (text: string, { namespace }: Story): string => text.replaceAll('NS', namespace);

const editByHand = async ({ byHand }: FixtureChart, story: Story): Promise<void> =>
  await story.byHand('PATCH', inNamespace(byHand.path, story), byHand.patch);

/** Each starts where the one before it ended. */
const scenarios: readonly Scenario[] = [
  { title: 'a first install', change: () => {}, says: ({ installs }) => installs },
  {
    title: 'a values change',
    change: ({ values: { from, to } }, story) => story.edit('deploy.yaml', (text) => text.replace(from, to)),
    says: ({ values }) => values.says,
  },
  {
    title: 'a chart version change',
    change: ({ chart }, story) =>
      story.edit(`charts/${chart}/Chart.yaml`, (text) =>
        text.replaceAll(/^(version|appVersion): '?(\d+)\..*$/gm, "$1: '$2.99.0'"),
      ),
    says: ({ installs: [install = ''] }) => [install.replace('create', 'update')],
  },
  {
    title: 'a credential change',
    change: ({ credential: { variable } }, { environment }) => {
      environment[variable] = `${variable}-0123456789abcdef0123456789abcdef`;
    },
    says: ({ credential }) => credential.says,
  },
  {
    title: 'a hand-edited live object, and an upgrade',
    change: async (chart, story) => {
      await editByHand(chart, story);
      story.edit('deploy.yaml', (text) => text.replace(chart.values.to, chart.values.from));
    },
    says: ({ byHand }) => [byHand.says],
  },
  {
    title: 'a hand-edited live object, and no upgrade',
    change: editByHand,
    says: ({ byHand }) => [byHand.says.replace('reset', 'kept')],
  },
  {
    title: 'a deleted release',
    change: (_, story) =>
      story.write({
        'deploy.yaml': story.read('deploy.yaml').replace(/ {2}# the rest[^]*? {2}# end\n/, ''),
      }),
    says: ({ deletes }) => deletes,
  },
];

describe.each(fixtureStacks)('$name', { concurrent: true }, ({ charts, ...stack }) => {
  let story: Story;
  beforeAll(async () => {
    story = await openStory(stack.name, stack);
  });
  afterAll(async () => await story.close());

  describe.each(scenarios)('$title', { concurrent: false }, ({ change, says }) => {
    let happened: Happened;
    beforeAll(async () => {
      for (const chart of charts) await change(chart, story);
      happened = await story.tellAndDo();
    });

    test.each(charts)('of $chart', { concurrent: false }, (chart) => {
      for (const line of says(chart)) {
        expect(happened.said).toContainEqual(expect.stringContaining(inNamespace(line, story)));
      }
      expect(notAsTold(happened)).toEqual([]);
    });
  });
});
