/** CA certificates, as ConfigMaps with the one key that the chart and Kubernetes users expect (LF-19). */
import { z } from 'zod';
import type { CaBundleBacking, FieldPath, Value } from '../../stack/desired.ts';
import { dnsSubdomain, fromFile } from '../../stack/fields.ts';
import { shapeProblem } from '../../stack/secrets.ts';
import { nameOf } from '../../stack/values.ts';
import { type RecipeContext } from '../system.ts';
import { caBundleBacking } from '../resources.ts';

export const ca = z.union([
  z.string(),
  fromFile,
  z.strictObject({ existingConfigMap: dnsSubdomain.describe('ConfigMap with the key ca.crt.') }),
]);

type Ca = z.output<typeof ca>;

interface CaWiring {
  readonly configMap: Value;
  readonly backing: readonly CaBundleBacking[];
}

/** `name`: prefix of the ConfigMap, which gets a new name with every new content. */
export function caWiring(
  source: Ca,
  name: string,
  namespace: string,
  path: FieldPath,
  context: RecipeContext,
): CaWiring {
  if (typeof source === 'object' && 'existingConfigMap' in source) {
    return { configMap: source.existingConfigMap, backing: [] };
  }
  const text = context.text(source);
  if (shapeProblem('pem-certificate', text) !== null) {
    context.problem(path, 'expected certificates in PEM form, "-----BEGIN CERTIFICATE-----"');
  }
  const bundle = caBundleBacking({ namespace, name }, { 'ca.crt': text });
  return { configMap: nameOf(bundle), backing: [bundle] };
}
