/** A render of the provisioner's chart, alone or in an umbrella, read once for all rules. */
import { isMap, mapAt, textAt, textsAt, type DataMap, type DataPath } from '../../../kubernetes/data.ts';
import type { Container } from '../../../kubernetes/pods.ts';
import type { Provided, Subject } from '../../rule.ts';
import { readYaml } from '../../rules/embedded-yaml.ts';
import { rulesOver } from '../../rules/rules-over.ts';
import { servicesOf, type Service } from '../../rules/service.ts';
import {
  accountOf,
  mountOf,
  repositoryOf,
  variableOf,
  variablesOf,
  workloadsOf,
  type Mount,
  type Variable,
  type Workload,
} from '../../rules/workload.ts';
import { said } from '../../rules/said.ts';

const chartName = 'ksml-provisioner';

/** Without them the provisioner does not start. */
export const required = ['NAMESPACE', 'REGISTRY_URL', 'CHART_NAME', 'CHART_VERSION'] as const;

export interface Provisioner extends Workload {
  readonly account: { readonly namespace: string; readonly name: string };
  /** Where applications go: NAMESPACE; `null` if it isn't said here. */
  readonly target: string | null;
  /** Where its rights have to be: the target, or what the values say of it. */
  readonly reach: string;
  readonly custom: CustomValues;
}

/** What CUSTOM_VALUES_FILE names: values of the runner chart for every application. */
export interface CustomValues {
  readonly file: string | undefined;
  readonly mount: Mount | undefined;
  /** The ConfigMap or Secret that is mounted there. */
  readonly holder: Provided | undefined;
  /** Its key, which is the name of the file. */
  readonly key: string;
  /** `null` if the content isn't known here; `malformed` if it is no map. Empty without a file. */
  readonly values: DataMap | 'malformed' | null;
}

export interface ProvisionerRender {
  readonly subject: Subject;
  /** Of the chart's own values: empty, or the key of the umbrella. */
  readonly root: DataPath;
  readonly values: DataMap;
  readonly provisioners: readonly Provisioner[];
  /** Those that lead to a provisioner. */
  readonly entrances: readonly Service[];
  readonly services: readonly Service[];
}

function read(subject: Subject): ProvisionerRender {
  const { values, chart } = subject;
  const isUmbrella = chart.name !== chartName && isMap(values[chartName]);
  const root = isUmbrella ? [chartName] : [];
  const workloads = workloadsOf(subject, runsProvisioner);
  const provisioners = workloads.map((workload) => {
    const target = targetOf(workload);
    return {
      ...workload,
      account: { namespace: workload.namespace, name: accountOf(workload) },
      target,
      reach: target ?? (textAt(values, ...root, 'rbac', 'namespace') || workload.namespace),
      custom: customValuesOf(workload, subject),
    };
  });
  const services = servicesOf(subject, workloads);
  const entrances = services.filter(({ leadsTo }) => leadsTo.length > 0);
  // In an umbrella there are Services of other charts, too.
  const own = isUmbrella ? entrances : services;
  return { subject, root, values: mapAt(values, ...root), provisioners, entrances, services: own };
}

const runsProvisioner = (container: Container): boolean =>
  container.name === chartName ||
  repositoryOf(container).endsWith(`/${chartName}`) ||
  required.every((name) => variablesOf(container).some((variable) => variable.name === name));

function targetOf({ container, namespace }: Workload): string | null {
  const variable = variableOf(container, 'NAMESPACE');
  if (variable === undefined) return null;
  if (textAt(variable.from, 'fieldRef', 'fieldPath') === 'metadata.namespace') return namespace;
  return typeof variable.value === 'string' && variable.value !== '' ? variable.value : null;
}

function customValuesOf(workload: Workload, { around }: Subject): CustomValues {
  const variable = variableOf(workload.container, 'CUSTOM_VALUES_FILE');
  const file = typeof variable?.value === 'string' && variable.value !== '' ? variable.value : undefined;
  if (file === undefined) {
    return { file, mount: undefined, holder: undefined, key: '', values: variable === undefined ? {} : null };
  }
  const mount = mountOf(workload, file);
  const key = mount?.subPath ?? file.slice(file.lastIndexOf('/') + 1);
  const holder = mount === undefined ? undefined : holderOf(mount, workload.namespace, around);
  const text = textsAt(holder?.object?.manifest, 'data')[key];
  const yaml = holder?.kind !== 'ConfigMap' || text === undefined ? null : readYaml(text);
  const values = yaml === null ? null : (yaml.data ?? {});
  return {
    file,
    mount,
    holder,
    key,
    values: text === undefined || holder?.kind !== 'ConfigMap' ? null : isMap(values) ? values : 'malformed',
  };
}

export function holderOf(mount: Mount, namespace: string, around: Subject['around']): Provided | undefined {
  const configMap = textAt(mount.source, 'configMap', 'name');
  const secret = textAt(mount.source, 'secret', 'secretName');
  if (configMap !== undefined) return around.find('ConfigMap', namespace, configMap);
  return secret === undefined ? undefined : around.find('Secret', namespace, secret);
}

/** Whether the variable has something: text, or where to read it. */
export const isGiven = (variable: Variable | undefined): variable is Variable =>
  variable !== undefined && (isMap(variable.from) || (variable.value !== undefined && variable.value !== ''));

/** True if the variable switches something on. What is read from elsewhere may. */
export const isOn = (container: Container, name: string): boolean => {
  const variable = variableOf(container, name);
  return variable !== undefined && (said(variable.value).toLowerCase() === 'true' || isMap(variable.from));
};

export const rule = rulesOver(read);

export const env = (root: DataPath): DataPath => [...root, 'env'];
