/** What the author of a worker group should know, and that doesn't stop it. */
import type { Notice } from '../../stack/desired.ts';
import type { RecipeContext } from '../system.ts';
import { firstGenerationName } from './first-generation.ts';
import type { Generation } from './generation.ts';
import { tlsOf } from './leader.ts';
import type { Options } from './options.ts';
import { isMixed } from './source.ts';

export function noticesOf(options: Options, generation: Generation, context: RecipeContext): Notice[] {
  const found: Notice[] = [];
  const notice = (rule: string | null, path: readonly string[], message: string): void => {
    found.push({ rule, path: context.path(...path), message });
  };
  const { leader, service, sources, autoscaling } = options;
  const tls = tlsOf(leader);
  if (tls === null) {
    notice('LS-6', ['leader'], 'workers and leader talk in plain text, the token included; set leader.tls');
  } else if (!tls.rejectUnauthorized) {
    notice(
      'LS-6',
      ['leader', 'tls', 'rejectUnauthorized'],
      'any certificate passes for the leader; give leader.tls.ca instead',
    );
  }
  if (service.type === 'LoadBalancer') {
    if (isMixed(sources)) {
      notice(
        'LS-3',
        ['sources'],
        'TCP and UDP share one load balancer, which not every cloud offers; two worker groups do without it',
      );
    }
    if (service.sourceRanges === undefined && !isInternal(service.annotations ?? {})) {
      notice(
        'LS-19',
        ['service'],
        'the load balancer lets in every address; set service.sourceRanges, or the annotation that makes it internal',
      );
    }
  }
  if (generation === '1.0') {
    notice(
      null,
      ['leader', 'token'],
      'chart 1.0 takes the token only as a Helm value, so it will be in the release record; chart 4.19.2 reads it from a Secret',
    );
    notice(
      'LS-8',
      ['leader', 'token'],
      `chart 1.0 keeps its pods when the token changes; roll them with \`kubectl rollout restart deployment/${firstGenerationName(leader.group, context.releaseName)} -n ${options.namespace}\``,
    );
    if (autoscaling !== false) {
      notice(
        'LS-10',
        ['autoscaling'],
        'chart 1.0 scales by autoscaling/v2beta1, which Kubernetes has not had since 1.25; set autoscaling: false there',
      );
    }
  }
  return found;
}

/** The clouds ask for an internal load balancer by an annotation with that word in its key or value. */
export function isInternal(annotations: Readonly<Record<string, string>>): boolean {
  return Object.entries(annotations).some(
    ([key, value]) => /internal/i.test(`${key} ${value}`) && value !== 'false',
  );
}
