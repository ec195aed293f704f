/** A worker group on chart 1.0, which has no place for a Secret of ours. */
import type { Values } from '../../stack/desired.ts';
import { limits } from '../../stack/fields.ts';
import { secretInValue } from '../../stack/values.ts';
import { given } from '../given.ts';
import { imageValues } from '../image.ts';
import { secret, type RecipeContext } from '../system.ts';
import type { Options } from './options.ts';
import { imageRepository, servicePorts, workload } from './workload.ts';

/** The chart gives its Secret this name in every release, so that a namespace has room for one (LS-9). */
export const fixedObjects = [{ kind: 'Secret', name: 'logstream-config' }] as const;

/** Kubernetes' own annotation for what newer charts write to `spec.loadBalancerSourceRanges`. */
export const sourceRanges = 'service.beta.kubernetes.io/load-balancer-source-ranges';

export function firstGenerationValues(options: Options, context: RecipeContext): Values {
  const { leader, service, image } = options;
  reportLongName(options, context);
  // The chart pastes the token into the URL as it is (LS-5).
  const token = secret(leader.token, context.path('leader', 'token'), {
    transforms: [{ kind: 'urlEncode' }],
  });
  return given({
    image: image && imageValues(image, imageRepository),
    config: { host: leader.host, tag: leader.group, token: secretInValue(token) },
    service: {
      type: service.type,
      annotations:
        service.sourceRanges === undefined
          ? service.annotations
          : { ...service.annotations, [sourceRanges]: service.sourceRanges.join(',') },
      ports: servicePorts(options),
    },
    ...workload(options),
  });
}

/** Name of the chart's Deployment and Service: `<release>-workers-<group>`, without the middle if the release is named so already. */
export const firstGenerationName = (group: string, releaseName: string): string =>
  `${releaseName.includes('workers') ? releaseName : `${releaseName}-workers`}-${group}`;

function reportLongName({ leader }: Options, context: RecipeContext): void {
  const name = firstGenerationName(leader.group, context.releaseName);
  if (name.length <= limits.dnsLabel) return;
  const excess = `${name.length - limits.dnsLabel} too many characters for a Service`;
  context.problem(
    context.path('leader', 'group'),
    `chart 1.0 makes the name "${name}" of it, with ${excess}`,
  );
}
