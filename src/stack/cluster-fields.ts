/** What the stack file and contract files say of a cluster. */
import { z } from 'zod';
import { dataKey, dnsLabel, limits, quotedText } from './fields.ts';
import { kubeVersionPattern } from './name-forms.ts';

export const kubeVersion = z
  .string({ error: quotedText })
  .regex(kubeVersionPattern, 'expected a Kubernetes version such as "1.33" or "1.33.4"');

/** Most names are subdomains; those of roles and their bindings may have any character that a URL's path takes. */
const objectName = z
  .string()
  .max(limits.dnsSubdomain)
  .regex(
    /^[A-Za-z0-9][-.:\w]*$/,
    'expected letters, digits, "-", ".", "_" and ":", starting with a letter or digit',
  );

/** Something that the releases use and that another party makes: of the stack file, and of contract files. */
export const external = z.strictObject({
  kind: z
    .string()
    .regex(/^[A-Z][A-Za-z0-9]*$/, 'expected a kind such as "Secret", in CamelCase')
    .describe('Secret, ConfigMap, ServiceAccount, StorageClass, …'),
  namespace: dnsLabel
    .optional()
    .describe('Where it is. Without it: in every namespace, or of a kind that has none.'),
  name: objectName.describe('Its name.'),
  keys: z
    .array(dataKey)
    .optional()
    .describe('What a Secret or ConfigMap holds. Without it: any key that is asked for.'),
});
