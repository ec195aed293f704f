/** Network policies, and the network plugins that enforce them. */
import { groupOf } from '../../kubernetes/object-id.ts';
import { listAt, type DataMap } from '../../kubernetes/data.ts';
import { need, weighed, type Judge } from './judge.ts';
import { missing, ok, unknown, type Answer } from './need.ts';
import { askersOf, ofKind, type Scene, type SceneObject } from './scene.ts';
import { containersOf, nameOf, repositoryOf, runs } from './workloads.ts';

export const network: Judge = {
  asks: (scene) => (policiesOf(scene).length > 0 ? ['daemonSets'] : []),
  judge: (scene, facts) => {
    const policies = policiesOf(scene);
    if (policies.length === 0) return [];
    const what = 'a network plugin that enforces network policies';
    return [
      need(
        'network-policy',
        'warning',
        { what, by: askersOf(policies) },
        weighed(facts.daemonSets, enforced),
      ),
    ];
  },
};

const policiesOf = (scene: Scene): SceneObject[] =>
  ofKind(scene, 'NetworkPolicy').filter(({ id }) => groupOf(id.apiVersion) === 'networking.k8s.io');

const enforcers: readonly (readonly [string, RegExp])[] = [
  ['Calico', /(^|[/-])calico[/-]node$/],
  ['Cilium', /(^|\/)cilium(-dbg)?$/],
  ['Antrea', /(^|\/)antrea-(agent-)?(ubuntu|ubi|windows)?$/],
  ['Weave Net', /(^|\/)weave-npc$/],
  ['kube-router', /(^|\/)kube-router$/],
  ['OVN-Kubernetes', /ovn-kube|(^|\/)kube-ovn$/],
  ['Azure network policies', /(^|\/)azure-npm$/],
  ['kube-network-policies', /(^|\/)kube-network-policies$/],
];

const agent = /(^|\/)(aws-network-policy-agent|amazon-k8s-network-policy-agent)$|network-policy-agent$/;
const flannel = /(^|\/)flannel$/;

function enforced(daemonSets: readonly DataMap[]): Answer {
  for (const [name, image] of enforcers) {
    const found = daemonSets.find((each) => runs(each, [image]));
    if (found !== undefined) return ok(`${name} does (DaemonSet ${nameOf(found)})`);
  }
  const amazon = daemonSets.find((each) => runs(each, [agent]));
  if (amazon !== undefined)
    return isSwitchedOn(amazon)
      ? ok(`the Amazon VPC CNI does (DaemonSet ${nameOf(amazon)})`)
      : missing(
          `the Amazon VPC CNI does not: DaemonSet ${nameOf(amazon)} has --enable-network-policy=false`,
          'Set enableNetworkPolicy: "true" in the configuration of the vpc-cni add-on.',
        );
  const plain = daemonSets.find((each) => runs(each, [flannel]));
  return plain === undefined
    ? unknown(
        'no DaemonSet of a network plugin that is known here was found',
        'Look it up in the documentation of the cluster’s network.',
      )
    : missing(
        `Flannel (DaemonSet ${nameOf(plain)}) does not, and nothing that would was found: every policy is without effect`,
        'Install Calico (as Canal beside Flannel), Cilium, or another plugin that does.',
      );
}

const isSwitchedOn = (daemonSet: DataMap): boolean =>
  containersOf(daemonSet)
    .filter((container) => agent.test(repositoryOf(container)))
    .some((container) => listAt(container, 'args').includes('--enable-network-policy=true'));
