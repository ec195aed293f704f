/** Renders of the Leoflow chart with the least that it accepts. */
import { type Rendered, template } from './helm.ts';

export const minimal = {
  database: { url: 'postgres://db/leoflow' },
  redis: { url: 'redis://cache:6379/0' },
  agentTLS: { serverCertSecret: 'cert' },
};

/** What the Service, the budget, the policy and the Deployment of release "leoflow" select by. */
export const matchLabels = {
  'app.kubernetes.io/name': 'leoflow',
  'app.kubernetes.io/instance': 'leoflow',
};

/** Top-level values replace those of `minimal`; the namespace is "leoflow". */
export async function leoflow(values: object = {}, release = 'leoflow'): Promise<Rendered> {
  return await template('leoflow', { ...minimal, ...values }, { release, namespace: 'leoflow' });
}
