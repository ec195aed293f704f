import type { NeedId } from '../../contract/needs/need.ts';

/** What each need is about. */
export const needWords: Readonly<Record<NeedId, string>> = {
  'kubernetes-version': 'the version of the API server',
  'helm-version': 'the version of the Helm that applies releases',
  kind: 'a kind that the stack makes, often by a CustomResourceDefinition',
  controller: 'what works on custom resources',
  'metrics-api': 'metrics that pods are scaled or watched by',
  'storage-class': 'a class for claimed volumes, and its access modes',
  'ingress-class': 'what takes an Ingress',
  'network-policy': 'a network plugin that enforces policies',
  'node-autoscaling': 'nodes that come with the load',
  'node-type': 'nodes that keep their CPU',
  'pod-security': 'what the namespace lets in',
  right: 'rights of the deploying identity',
};
