/** Which Lease the pods of a release elect their leader by: as config.yaml says it, among the objects that run. */
import { textAt, type DataMap } from '../../kubernetes/data.ts';
import { readYaml } from '../rules/embedded-yaml.ts';
import { usualLease } from './leader.ts';

/** Null if nobody is elected. `namespace`: of the release. */
export function electionLease(
  manifests: readonly DataMap[],
  namespace: string,
): { readonly namespace: string; readonly name: string } | null {
  for (const manifest of manifests) {
    const text =
      textAt(manifest, 'kind') === 'ConfigMap' ? textAt(manifest, 'data', 'config.yaml') : undefined;
    const config = text === undefined ? undefined : readYaml(text)?.data;
    if (textAt(config, 'coordinate', 'type') !== 'k8s_lease') continue;
    const place = textAt(config, 'coordinate', 'k8s_lease', 'namespace') ?? 'default';
    return {
      namespace: place === '${POD_NAMESPACE}' ? namespace : place,
      name: textAt(config, 'coordinate', 'k8s_lease', 'name') ?? usualLease,
    };
  }
  return null;
}
