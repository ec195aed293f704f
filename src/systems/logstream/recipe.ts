/** From the options of a worker group to values of its chart and the backing resources that they name. */
import { seconds } from '../../stack/fields.ts';
import { given, type Given } from '../given.ts';
import { imageValues } from '../image.ts';
import type { Recipe, RecipeContext } from '../system.ts';
import { connection } from './connection.ts';
import { firstGenerationValues, fixedObjects } from './first-generation.ts';
import { generationOf } from './generation.ts';
import { tlsOf } from './leader.ts';
import { noticesOf } from './notices.ts';
import type { Options } from './options.ts';
import { imageRepository, servicePorts, workload } from './workload.ts';

export function recipe(options: Options, context: RecipeContext): Recipe {
  const generation = generationOf(options) ?? '4';
  const notices = noticesOf(options, generation, context);
  return generation === '1.0'
    ? { values: firstGenerationValues(options, context), backing: [], occupies: fixedObjects, notices }
    : { ...currentGeneration(options, context), notices };
}

/** A worker group on chart 4: the token reaches the pods through a Secret of ours, so that a new token rolls them. */
function currentGeneration(options: Options, context: RecipeContext): Omit<Recipe, 'notices'> {
  const { leader, service, image, clusterRole, serviceAccountAnnotations, terminationGracePeriod } = options;
  const { backing, env, configMapMounts, secretMounts } = connection(options, context);
  const values = given({
    criblImage: image && imageValues(image, imageRepository),
    config: {
      group: leader.group,
      useExistingSecret: true,
      rejectSelfSignedCerts: tlsOf(leader)?.rejectUnauthorized === true ? 1 : undefined,
      readinessProbe: readinessProbe(image?.tag),
    },
    envValueFrom: env,
    extraConfigmapMounts: configMapMounts,
    extraSecretMounts: secretMounts,
    rbac: {
      ...(clusterRole === false ? { create: false } : { apiGroups: [''] }), // not `core`, as the chart has it (LS-16)
      annotations: serviceAccountAnnotations,
    },
    service: {
      type: service.type,
      annotations: service.annotations,
      externalTrafficPolicy: service.externalTrafficPolicy,
      loadBalancerSourceRanges: service.sourceRanges,
      ports: servicePorts(options),
    },
    terminationGracePeriodSeconds:
      terminationGracePeriod === undefined ? undefined : Math.ceil(seconds(terminationGracePeriod)), // LS-18: an integer
    ...workload(options),
  });
  return { values, backing };
}

/** Before 4.19.0 the product had no readiness endpoint; the chart probes it all the same (LS-13). */
function readinessProbe(tag: string | undefined): Given {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(tag ?? '') ?? [];
  if (major === undefined || minor === undefined) return undefined;
  const isOlder = Number(major) < 4 || (Number(major) === 4 && Number(minor) < 19);
  return isOlder ? { httpGet: { path: '/api/v1/health' } } : undefined;
}
