/** Renders of the KSML Provisioner chart as release "ksml-provisioner" in namespace "axual". */
import { type Rendered, template } from './helm.ts';

export const name = 'ksml-provisioner';
export const selector = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': name };

export async function provisioner(values: object = {}): Promise<Rendered> {
  return await template('ksml-provisioner', values, { release: name, namespace: 'axual' });
}
