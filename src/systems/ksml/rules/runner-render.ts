/** A render of the runner chart, read once for all rules: its workload, its files and what ksml-runner.yaml says. */
import { at, isMap, mapAt, textAt, textsAt, type Data, type DataMap } from '../../../kubernetes/data.ts';
import type { Container } from '../../../kubernetes/pods.ts';
import type { RenderedObject } from '../../../kubernetes/rendered.ts';
import type { Provided, Subject } from '../../rule.ts';
import { readYaml } from '../../rules/embedded-yaml.ts';
import { rulesOver } from '../../rules/rules-over.ts';
import { servicesOf, type Service } from '../../rules/service.ts';
import {
  mountOf,
  mountsOf,
  repositoryOf,
  variableOf,
  workloadsOf,
  type Mount,
  type Workload,
} from '../../rules/workload.ts';
import { runnerFiles } from '../runner-files.ts';
import { holderOf } from './provisioner-render.ts';

/** Variables that the chart gives to the runner. */
export const runnerVariables = {
  pod: 'KSML_K8S_POD_NAME',
  instance: 'KSML_GROUP_INSTANCE_ID',
  logging: 'LOGBACK_CONFIGURATION_FILE',
} as const;

export interface Runner extends Workload {
  readonly isJob: boolean;
  /** Files of the ConfigMap at the runner's folder, by name; `null` if they aren't known here. */
  readonly files: RunnerFiles | null;
  /** Where state is kept. */
  readonly store: Store;
}

export interface RunnerFiles {
  readonly holder: Provided;
  readonly object: RenderedObject;
  readonly texts: Readonly<Record<string, string>>;
  /** Of ksml-runner.yaml; `malformed` if it is missing or no map. */
  readonly config: RunnerConfig | 'malformed';
}

export interface RunnerConfig {
  readonly ksml: DataMap;
  readonly kafka: DataMap;
  readonly duplicates: readonly string[];
}

interface Store {
  readonly directory: string;
  readonly mount: Mount | undefined;
  /** `claim` outlives the pod. `none`: the directory is on no volume. */
  readonly kind: 'claim' | 'emptyDir' | 'other' | 'none';
}

export interface RunnerRender {
  readonly subject: Subject;
  readonly runners: readonly Runner[];
  readonly services: readonly Service[];
}

/** Where the chart mounts the runner's ConfigMap. */
export const runnerFolder = '/ksml';

function read(subject: Subject): RunnerRender {
  const workloads = workloadsOf(subject, runsRunner).filter(({ object }) => object.kind !== 'Pod');
  const runners = workloads.map((workload) => {
    const files = filesOf(workload, subject);
    return { ...workload, isJob: workload.object.kind === 'Job', files, store: storeOf(workload, files) };
  });
  return { subject, runners, services: servicesOf(subject, runners) };
}

const runsRunner = (container: Container): boolean =>
  container.name === 'ksml' ||
  repositoryOf(container).endsWith('/ksml') ||
  variableOf(container, runnerVariables.pod) !== undefined;

function filesOf(workload: Workload, { around }: Subject): RunnerFiles | null {
  const mount = mountOf(workload, `${runnerFolder}/${runnerFiles.runner}`);
  const holder = mount === undefined ? undefined : holderOf(mount, workload.namespace, around);
  if (holder?.kind !== 'ConfigMap' || holder.object === null) return null;
  const texts = textsAt(holder.object.manifest, 'data');
  return { holder, object: holder.object, texts, config: configOf(texts[runnerFiles.runner]) };
}

function configOf(text: string | undefined): RunnerConfig | 'malformed' {
  const yaml = text === undefined ? null : readYaml(text);
  if (yaml === null || !isMap(at(yaml.data, 'ksml'))) return 'malformed';
  return { ksml: mapAt(yaml.data, 'ksml'), kafka: mapAt(yaml.data, 'kafka'), duplicates: yaml.duplicates };
}

function storeOf(workload: Workload, files: RunnerFiles | null): Store {
  const config = files === null || files.config === 'malformed' ? null : files.config.ksml;
  const directory = textAt(config, 'storageDirectory') ?? '/ksml-store/data';
  const mount = mountOf(workload, directory) ?? undefined;
  return { directory, mount, kind: mount === undefined ? 'none' : kindOf(mount.source) };
}

function kindOf(source: Data): Store['kind'] {
  if (!isMap(source)) return 'none';
  if (Object.keys(source).length === 0 || source['persistentVolumeClaim'] !== undefined) return 'claim';
  return source['emptyDir'] === undefined ? 'other' : 'emptyDir';
}

/** The configuration, where it is known and well-formed. */
export const configIn = ({ files }: Runner): RunnerConfig | null =>
  files === null || files.config === 'malformed' ? null : files.config;

/** Why rules over the configuration can't be judged. */
export const unknownConfig = ({ object }: Runner): string =>
  `${runnerFiles.runner} of ${object.kind} ${object.name}, which no ConfigMap that is known here holds`;

/** The mount at the store's usual place, wherever the runner keeps its state. */
export const storeMount = (runner: Workload): Mount | undefined =>
  mountsOf(runner).find(({ volume }) => volume === 'ksml-store');

export const rule = rulesOver(read);
