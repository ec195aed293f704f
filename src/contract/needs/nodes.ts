/** Nodes under pods that are scaled by load: whether more of them come, and whether they give the CPU that they promise. */
import { textAt, textsAt, type DataMap } from '../../kubernetes/data.ts';
import type { ClusterFacts } from './facts.ts';
import { need, weighed, type Judge } from './judge.ts';
import { missing, ok, unknown, type Answer, type Need } from './need.ts';
import type { Scene } from './scene.ts';
import { isReady, nameOf, runs } from './workloads.ts';

export const nodes: Judge = {
  asks: ({ releases }) =>
    releases.some(({ needs }) => needs.elasticNodes !== undefined) ? ['nodes', 'deployments'] : [],
  judge: ({ releases }: Scene, facts) =>
    releases.flatMap(({ key, needs }): Need[] => {
      if (needs.elasticNodes === undefined) return [];
      const by = [{ release: key, object: null }];
      return [
        need(
          'node-autoscaling',
          'warning',
          { what: 'node autoscaling', by },
          scaled(facts, needs.elasticNodes),
        ),
        need(
          'node-type',
          'warning',
          { what: 'nodes of types that are not burstable', by },
          weighed(facts.nodes, steady),
        ),
      ];
    }),
};

const autoscalers = [/(^|\/)cluster-autoscaler(-[a-z0-9]+)?$/, /(^|\/)karpenter(\/controller)?$/];

function scaled({ autoscalerStatus, deployments, nodes: all }: ClusterFacts, why: string): Answer {
  if ('known' in autoscalerStatus && autoscalerStatus.known !== null)
    return ok('the Cluster Autoscaler reports in ConfigMap kube-system/cluster-autoscaler-status');
  const running = 'known' in deployments ? deployments.known.filter((each) => runs(each, autoscalers)) : [];
  const ready = running.find(isReady);
  if (ready !== undefined) return ok(`Deployment ${nameOf(ready)} is ready`);
  const made = 'known' in all ? all.known.find(isOfPool) : undefined;
  if (made !== undefined)
    return ok(`nodes such as ${textAt(made, 'metadata', 'name') ?? ''} are made on demand`);
  const [stuck] = running;
  if (stuck !== undefined)
    return missing(`Deployment ${nameOf(stuck)} has no pod that is ready`, 'Look at its events and logs.');
  const blind = [autoscalerStatus, deployments, all].flatMap((fact) =>
    'unknown' in fact ? fact.unknown : [],
  );
  return blind.length > 0
    ? unknown(`not known: ${blind.join('; ')}`, 'Ask with credentials that may read it, or look yourself.')
    : missing(
        `neither the Cluster Autoscaler nor Karpenter was found, and ${why}: on fixed nodes pods stay pending, or contend for them`,
        'Install one of them, switch node autoscaling on in the cloud, or set autoscaling: false. If something else adds nodes, all is well.',
      );
}

/** Karpenter, EKS Auto Mode and Fargate, virtual nodes. */
const isOfPool = (node: DataMap): boolean => {
  const labels = textsAt(node, 'metadata', 'labels');
  return (
    labels['karpenter.sh/nodepool'] !== undefined ||
    labels['karpenter.sh/provisioner-name'] !== undefined ||
    labels['eks.amazonaws.com/compute-type'] !== undefined ||
    labels['type'] === 'virtual-kubelet'
  );
};

/** Amazon's T, Azure's B, Google's shared-core types. */
const burstable = [/^t[1-9][a-z]*\./, /^Standard_B/, /^(e2-(micro|small|medium)|f1-micro|g1-small)$/];

function steady(all: readonly DataMap[]): Answer {
  const workers = all.filter(
    (node) => textsAt(node, 'metadata', 'labels')['node-role.kubernetes.io/control-plane'] === undefined,
  );
  const types = workers.flatMap((node) => {
    const labels = textsAt(node, 'metadata', 'labels');
    return labels['node.kubernetes.io/instance-type'] ?? labels['beta.kubernetes.io/instance-type'] ?? [];
  });
  const weak = types.filter((type) => burstable.some((name) => name.test(type)));
  if (weak.length > 0)
    return missing(
      `${weak.length} of ${workers.length} nodes are burstable (${[...new Set(weak)].toSorted().join(', ')}): they lose CPU when their credits are used, and autoscaling by CPU use misleads`,
      'Give the workers nodes of another type, by a node pool of their own and nodeSelector in `values`.',
    );
  return types.length < workers.length || workers.length === 0
    ? unknown(
        `${workers.length - types.length} of ${workers.length} nodes do not say their type (label node.kubernetes.io/instance-type)`,
        'Look at the machines behind the nodes.',
      )
    : ok(`no node is: ${[...new Set(types)].toSorted().join(', ')}`);
}
