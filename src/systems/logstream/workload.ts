/** Values that both generations of the chart name alike. */
import { given, type Given } from '../given.ts';
import type { Values } from '../../stack/desired.ts';
import type { Options } from './options.ts';

/** Repository that the chart runs when nothing else is said. */
export const imageRepository = 'cribl/cribl';

/** Number of workers, resources and pod metadata. */
export function workload(options: Options): Values {
  const { autoscaling, replicas, imagePullSecrets, podAnnotations, resources } = options;
  return given({
    imagePullSecrets: imagePullSecrets?.map((name) => ({ name })),
    podAnnotations,
    resources,
    ...(autoscaling === false
      ? { replicaCount: replicas, autoscaling: { enabled: false } }
      : {
          // Rendered into the Deployment beside the autoscaler: less than its minimum would scale down at each upgrade (LS-11).
          replicaCount: autoscaling.min,
          autoscaling: {
            minReplicas: autoscaling.min,
            maxReplicas: autoscaling.max,
            targetCPUUtilizationPercentage: autoscaling.cpu,
            targetMemoryUtilizationPercentage: autoscaling.memory,
            behavior: autoscaling.behavior,
          },
        }),
  });
}

/** Exactly the declared sources, in their order (LS-1). */
export function servicePorts(options: Options): Given[] {
  return options.sources.map(({ name, port, protocol }) => ({ name, port, protocol }));
}
