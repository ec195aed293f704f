import type { DataMap } from '../../kubernetes/data.ts';
import type { Pack } from '../pack.ts';
import { schemaRules } from './rules.ts';
import { kubernetesSchemas } from './schemas.ts';

const severities = new Map(schemaRules.map(({ id, severity }) => [id, severity]));

/** `crds`: CustomResourceDefinitions besides those that we bring and those that the release itself has. */
export const kubernetesPack = (crds: readonly DataMap[]): Pack => ({
  name: 'kubernetes',
  rules: schemaRules,
  readsValues: false,
  *judge({ subject: { objects, release } }) {
    const own = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
    const schemas = kubernetesSchemas({
      kubeVersion: release.kubeVersion,
      crds: [...crds, ...own.map(({ manifest }) => manifest)],
    });
    for (const object of objects) {
      for (const { id, ...verdict } of schemas.check(object)) {
        yield { rule: { id, severity: severities.get(id) ?? 'error' }, verdict };
      }
    }
  },
});
