/** How sf2loki signs in to one Salesforce org. */
import { z } from 'zod';
import type { Value } from '../../stack/desired.ts';
import { dataKey, textOrSecret } from '../../stack/fields.ts';
import { given } from '../given.ts';

/** Where the chart mounts the credentials Secret, one file for every key. */
export const secretsFolder = '/etc/sf2loki/secrets/';

export const salesforce = z.strictObject({
  authMode: z
    .enum(['jwt', 'clientCredentials'])
    .default('jwt')
    .describe(
      'How to sign in: "jwt" with the private key of the connected app, "clientCredentials" with its consumer secret. Default: jwt.',
    ),
  loginUrl: z
    .url({ protocol: /^https$/, error: 'expected an https:// URL' })
    .optional()
    .describe(
      'Where to sign in. clientCredentials needs the My Domain, https://NAME.my.salesforce.com. Default: that of `environment`.',
    ),
  environment: z
    .enum(['production', 'sandbox'])
    .optional()
    .describe('Chooses login.salesforce.com or test.salesforce.com without a loginUrl. Default: production.'),
  username: z
    .string()
    .min(1)
    .optional()
    .describe('The integration user to sign in as. Required for jwt; clientCredentials has none.'),
  clientId: textOrSecret.describe(
    'Consumer key of the connected app: text, or a secret source. A secret one reaches the pod as an environment variable.',
  ),
  credentialFile: dataKey
    .optional()
    .describe(
      'File of `credentials` with the private key (jwt) or the consumer secret (clientCredentials). ' +
        'Default: "server.key" or "client-secret", with "NAME-" before it under `orgs`.',
    ),
});

export type Salesforce = z.output<typeof salesforce>;

/** The file of `credentials` that this sign-in needs; `org` is null for the only org. */
function credentialFile({ authMode, credentialFile: named }: Salesforce, org: string | null): string {
  const usual = authMode === 'jwt' ? 'server.key' : 'client-secret';
  return named ?? (org === null ? usual : `${org}-${usual}`);
}

/** Environment variable for a secret client id. */
export const clientIdVariable = (org: string | null): string =>
  org === null ? 'SF_CLIENT_ID' : `SF_CLIENT_ID_${org.toUpperCase().replaceAll('-', '_')}`;

/**
 * The `salesforce` block of config.yaml. For the only org `null` removes the chart's placeholder; a list such as `orgs` has
 * no defaults below it, and the application takes no null for a text, so there the keys are left out.
 */
export function connection(options: Salesforce, org: string | null): Record<string, Value> {
  const { authMode, loginUrl, environment, username, clientId } = options;
  const file = secretsFolder + credentialFile(options, org);
  const block = given({
    auth_mode: authMode === 'jwt' ? 'jwt_bearer' : 'client_credentials',
    login_url: loginUrl,
    environment,
    client_id: typeof clientId === 'string' ? clientId : `\${${clientIdVariable(org)}}`,
    username: username ?? null,
    private_key_file: authMode === 'jwt' ? file : null,
    client_secret_file: authMode === 'jwt' ? null : file,
  });
  return Object.fromEntries(Object.entries(block).filter(([, value]) => org === null || value !== null));
}
