/** Renders of the LogStream worker group chart 4.19.2 as release "edge" in namespace "cribl". */
import { type Rendered, template } from './helm.ts';

/** What Service, workload and service account are called. */
export const name = 'edge-logstream-workergroup';
export const selector = {
  'app.kubernetes.io/name': 'logstream-workergroup',
  'app.kubernetes.io/instance': 'edge',
};

export async function workers(values: object = {}): Promise<Rendered> {
  return await template('logstream-workergroup', values, { release: 'edge', namespace: 'cribl' });
}

/** The leader's URL in the Secret, of either chart generation. */
export function leaderUrl(rendered: Rendered): string {
  const { stringData } = rendered.one('Secret') as unknown as { stringData: Record<string, string> };
  return stringData['url-master'] ?? '';
}
