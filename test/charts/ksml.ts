/** Renders of the KSML runner chart with one application, as the provisioner names it. */
import { type KubeObject, type Rendered, type TemplateOptions, template } from './helm.ts';

/** Release and object name: `<tenant>-<instance>-<environment>-<application>-ksml`. */
export const name = 'dizzl-sandbox-dev-sensor-inspector-ksml';
export const selector = { 'app.kubernetes.io/name': 'ksml', 'app.kubernetes.io/instance': name };

/** The least that the values schema accepts, with the file that it names. */
export const kafka = { 'application.id': 'io.axual.sensor-inspector', 'bootstrap.servers': 'broker:9093' };
export const ksmlRunnerConfig = { definitions: { main: 'definition.yaml' }, kafka };
const ksmlDefinitions = { 'definition.yaml': 'streams: {}\n' };

/** A cluster with the CRDs of the Prometheus Operator. */
export const monitoring = { apiVersions: ['monitoring.coreos.com/v1'] };

/** Top-level values replace those of the application; the namespace is "streams". */
export async function ksml(values: object = {}, options: TemplateOptions = {}): Promise<Rendered> {
  const application = { ksmlRunnerConfig, ksmlDefinitions, ...values };
  return await template('ksml', application, { release: name, namespace: 'streams', ...options });
}

/** The files of a ConfigMap. */
export function data(configMap: KubeObject): Record<string, string> {
  return configMap['data'] as Record<string, string>;
}
