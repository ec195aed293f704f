import { expect, test } from 'vitest';
import { at, listAt, textAt } from '../../src/kubernetes/data.ts';
import { sf2loki } from '../../src/systems/sf2loki/index.ts';
import { electionLease } from '../../src/systems/sf2loki/lease.ts';
import { pair, single } from '../unit/systems/sf2loki-releases.ts';
import { recipeSubject } from './recipe-subject.ts';

test('the lease that status reads is the one that the Role of the chart is about', async () => {
  const { objects, release } = await recipeSubject(sf2loki, 'sf2loki', pair);
  const lease = electionLease(
    objects.map(({ manifest }) => manifest),
    release.namespace,
  );
  const rule = objects
    .filter(({ kind }) => kind === 'Role')
    .flatMap(({ manifest }) => listAt(manifest, 'rules'))
    .find((each) => listAt(each, 'resources').includes('leases') && at(each, 'resourceNames') !== undefined);
  expect(lease).toEqual({ namespace: release.namespace, name: textAt(rule, 'resourceNames', 0) });
});

test('a single pod elects nobody', async () => {
  const { objects } = await recipeSubject(sf2loki, 'sf2loki', single);
  const manifests = objects.map(({ manifest }) => manifest);
  expect(electionLease(manifests, 'observability')).toBeNull();
});
