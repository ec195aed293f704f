/** TLS between the agents in task pods and the server. */
import { z } from 'zod';
import type { Backing, SecretBacking, Values } from '../../stack/desired.ts';
import { dnsSubdomain, secretSource, textOrSecret } from '../../stack/fields.ts';
import { nameOf } from '../../stack/values.ts';
import { backingId, secret, type RecipeContext } from '../system.ts';
import { ca, caWiring } from './ca.ts';

export const agentTls = z.strictObject({
  certificate: z
    .union([
      z.strictObject({
        existingSecret: dnsSubdomain.describe('kubernetes.io/tls Secret, e.g. of cert-manager.'),
      }),
      z.strictObject({
        cert: textOrSecret.describe('PEM certificate and chain: text, or a secret source.'),
        key: secretSource.describe('Secret source with its PEM private key.'),
      }),
    ])
    .describe(
      'Certificate of the server, for the DNS name <full name>.<namespace>.svc.cluster.local (LF-32): {existingSecret} or {cert, key}.',
    ),
  ca: ca.describe(
    'CA certificates by which the agents verify it: PEM text, {fromFile}, or {existingConfigMap} in the task namespace.',
  ),
});

type AgentTls = z.output<typeof agentTls>;

export interface Wiring {
  readonly values: Values;
  readonly backing: readonly Backing[];
}

/** The certificate is mounted in the server, the CA in task pods: each lives where its pods are. */
export function agentTlsWiring(
  options: AgentTls | false,
  namespace: string,
  taskNamespace: string,
  context: RecipeContext,
): Wiring {
  if (options === false) return { values: { agentTLS: { enabled: false } }, backing: [] };
  const certificate = serverCertificate(options.certificate, namespace, context);
  const bundle = caWiring(
    options.ca,
    `${context.releaseName}-agent-ca`,
    taskNamespace,
    context.path('agentTLS', 'ca'),
    context,
  );
  return {
    values: {
      agentTLS: {
        enabled: true,
        serverCertSecret: typeof certificate === 'string' ? certificate : nameOf(certificate),
        caConfigMap: bundle.configMap,
      },
    },
    backing: [...(typeof certificate === 'string' ? [] : [certificate]), ...bundle.backing],
  };
}

function serverCertificate(
  options: AgentTls['certificate'],
  namespace: string,
  context: RecipeContext,
): SecretBacking | string {
  if ('existingSecret' in options) return options.existingSecret;
  const name = `${context.releaseName}-agent-tls`;
  const path = (key: string) => context.path('agentTLS', 'certificate', key);
  const { cert, key } = options;
  return {
    kind: 'secret',
    id: backingId('secret', name, namespace),
    namespace,
    name,
    autoName: true,
    type: 'kubernetes.io/tls',
    data: {
      'tls.crt': typeof cert === 'string' ? cert : secret(cert, path('cert'), { shape: 'pem-certificate' }),
      'tls.key': secret(key, path('key'), { shape: 'pem-private-key' }),
    },
  };
}
