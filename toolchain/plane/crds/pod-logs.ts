import { definition, list, open, text, texts } from './definition.ts';

/** Of each container that is named, or of all: the files that hold what it has printed, in the format of the CRI. */
const logs = list(open({ containers: texts, logsFile: text, previousLogsFile: text }));
const kwok = { group: 'kwok.x-k8s.io', version: 'v1alpha1' } as const;

/**
 * What kwok's kubelets answer when they are asked for the log of a container: of one pod (`Logs`, which has its name and namespace), and of all pods
 * that a selector names (`ClusterLogs`; of two that name the same pod, nobody knows which counts). A pod that neither speaks of has no log.
 */
export const podLogs = [
  definition({ ...kwok, scope: 'Namespaced', kind: 'Logs', plural: 'logs' }, open({ logs }, ['logs'])),
  definition(
    { ...kwok, scope: 'Cluster', kind: 'ClusterLogs', plural: 'clusterlogs' },
    open({ logs, selector: open({ matchNamespaces: texts, matchNames: texts }) }, ['logs']),
  ),
];
