/** Options that don't go together, or that the chosen generation of the chart has no value for. */
import type { z } from 'zod';
import { generationOf } from './generation.ts';
import type { Options } from './options.ts';

type Refuse = (path: readonly (string | number)[], message: string) => void;

export function refuseCombinations(options: Options, context: z.RefinementCtx): void {
  const refuse: Refuse = (path, message) => context.addIssue({ code: 'custom', path: [...path], message });
  const { autoscaling, replicas, service, image, chart } = options;
  if (autoscaling !== false && autoscaling.min > autoscaling.max) {
    refuse(
      ['autoscaling', 'min'],
      `LS-11: min is ${autoscaling.min}, more than max, which is ${autoscaling.max}`,
    );
  }
  if (autoscaling !== false && replicas !== undefined) {
    refuse(
      ['replicas'],
      'LS-11: the autoscaler owns the number of workers; give autoscaling.min, or autoscaling: false',
    );
  }
  if (service.sourceRanges !== undefined && service.type !== 'LoadBalancer') {
    refuse(
      ['service', 'sourceRanges'],
      `only a load balancer filters addresses, and the type is ${service.type}`,
    );
  }
  if (image?.tag === 'latest' && image.digest === undefined) {
    refuse(
      ['image', 'tag'],
      'LS-12: "latest" is another image every time; give the version that the leader runs',
    );
  }
  switch (generationOf(options)) {
    case null:
      refuse(
        ['chart', 'version'],
        `the interface of chart version ${chart.version} is not known; use ${known}, or say which one it has: generation: "1.0" or "4"`,
      );
      break;
    case '1.0':
      refuseInFirstGeneration(options, refuse);
      break;
    case '4':
      break;
  }
}

const known = '4.19.2';

function refuseInFirstGeneration(options: Options, refuse: Refuse): void {
  const { leader, sources, service, autoscaling, image } = options;
  const lacks = (path: readonly (string | number)[], asked: boolean, what: string): void => {
    if (asked) refuse(path, `chart 1.0 ${what}; use chart ${known}`);
  };
  lacks(['leader', 'tls'], leader.tls !== false, 'reaches its leader by plain tcp:// only (LS-6)');
  lacks(['leader', 'port'], leader.port !== 4200, 'reaches its leader at port 4200 only');
  lacks(['leader', 'tags'], leader.tags.length > 0, 'gives no tags besides the group');
  for (const [index, { protocol }] of sources.entries()) {
    lacks(['sources', index, 'protocol'], protocol === 'UDP', 'makes every container port TCP (LS-3)');
  }
  lacks(
    ['service', 'externalTrafficPolicy'],
    service.externalTrafficPolicy !== undefined,
    'sets no traffic policy',
  );
  lacks(
    ['autoscaling', 'behavior'],
    autoscaling !== false && autoscaling.behavior !== undefined,
    'sets no scaling behavior',
  );
  lacks(['clusterRole'], options.clusterRole === true, 'has no service account');
  lacks(
    ['serviceAccountAnnotations'],
    options.serviceAccountAnnotations !== undefined,
    'has no service account',
  );
  lacks(['terminationGracePeriod'], options.terminationGracePeriod !== undefined, 'sets no grace period');
  if (image?.tag === undefined && image?.digest === undefined) {
    refuse(
      ['image'],
      'LS-12: chart 1.0 runs cribl/cribl:latest; give image.tag, the version that the leader runs',
    );
  }
}
