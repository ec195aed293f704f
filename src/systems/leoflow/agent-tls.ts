/** TLS between the agents in task pods and the server. */
import { z } from 'zod';
import type { Backing, FieldPath, SecretBacking, Value, Values } from '../../stack/desired.ts';
import { dnsSubdomain, secretSource, textOrSecret } from '../../stack/fields.ts';
import { nameOf } from '../../stack/values.ts';
import { given } from '../given.ts';
import { secret, type RecipeContext } from '../system.ts';
import { ca, caWiring } from './ca.ts';
import { secretBacking } from '../resources.ts';

export const agentTls = z.strictObject(
  {
    enabled: z
      .boolean()
      .default(true)
      .describe(
        'false: secrets travel in plain text, for a test in a closed cluster only; newer servers refuse to start. Default: true.',
      ),
    certificate: z
      .strictObject({
        existingSecret: dnsSubdomain
          .optional()
          .describe('kubernetes.io/tls Secret, e.g. of cert-manager. Either this, or cert and key.'),
        cert: textOrSecret.optional().describe('PEM certificate and chain: text, or a secret source.'),
        key: secretSource.optional().describe('Secret source with its PEM private key.'),
      })
      .optional()
      .describe(
        'Certificate of the server, for the DNS name <full name>.<namespace>.svc.cluster.local (LF-32).',
      ),
    ca: ca
      .optional()
      .describe(
        'CA certificates by which the agents verify it: PEM text, {fromFile}, or {existingConfigMap} in the task namespace.',
      ),
  },
  { error: 'expected {certificate, ca}, or {enabled: false} for a test in a closed cluster (LF-5)' },
);

type AgentTls = z.output<typeof agentTls>;

export interface Wiring {
  readonly values: Values;
  readonly backing: readonly Backing[];
}

/** The certificate is mounted in the server, the CA in task pods: each lives where its pods are. */
export function agentTlsWiring(
  { enabled, certificate, ca: authority }: AgentTls,
  namespace: string,
  taskNamespace: string,
  context: RecipeContext,
): Wiring {
  if (!enabled) return { values: { agentTLS: { enabled } }, backing: [] };
  const server = certificate === undefined ? null : serverCertificate(certificate, namespace, context);
  const name = `${context.releaseName}-agent-ca`;
  const path = context.path('agentTLS', 'ca');
  const bundle = authority === undefined ? null : caWiring(authority, name, taskNamespace, path, context);
  return {
    values: given({
      agentTLS: { enabled, serverCertSecret: server?.name, caConfigMap: bundle?.configMap },
    }),
    backing: [...(server?.backing ?? []), ...(bundle?.backing ?? [])],
  };
}

function serverCertificate(
  { existingSecret, cert, key }: NonNullable<AgentTls['certificate']>,
  namespace: string,
  context: RecipeContext,
): { name: Value | undefined; backing: SecretBacking[] } {
  if (cert === undefined || key === undefined) return { name: existingSecret, backing: [] };
  const path = (entry: string): FieldPath => context.path('agentTLS', 'certificate', entry);
  const made = secretBacking(
    { namespace, name: `${context.releaseName}-agent-tls` },
    {
      'tls.crt': typeof cert === 'string' ? cert : secret(cert, path('cert'), { shape: 'pem-certificate' }),
      'tls.key': secret(key, path('key'), { shape: 'pem-private-key' }),
    },
    { type: 'kubernetes.io/tls' },
  );
  return { name: nameOf(made), backing: [made] };
}
