/** The rights of whoever deploys, by the API server's own answers. */
import type { ClusterFacts } from './facts.ts';
import { need } from './judge.ts';
import { missing, ok, unknown, type Need } from './need.ts';
import type { WantedRights } from './wanted-rights.ts';

export const rightNeeds = (wanted: readonly WantedRights[], { mayI }: ClusterFacts): Need[] =>
  wanted.map(({ group, resource, namespace, verbs, by }) => {
    const name = group === '' ? resource : `${resource}.${group}`;
    const where = namespace === null ? 'of the whole cluster' : `in namespace ${namespace}`;
    const what = `the rights to ${verbs.map(({ verb }) => verb).join(', ')} ${name} ${where}`;
    const answers = verbs.map((each) => ({
      ...each,
      fact: mayI({ verb: each.verb, group, resource, namespace }),
    }));
    const denied = answers.filter(({ fact }) => 'known' in fact && !fact.known);
    const open = answers.flatMap(({ fact }) => ('unknown' in fact ? fact.unknown : []));
    const right = {
      group,
      resource,
      namespace,
      verbs: verbs.map(({ verb }) => verb),
      denied: denied.map(({ verb }) => verb),
    };
    const [why] = open;
    if (denied.length === 0) {
      const answer =
        why === undefined
          ? ok('these credentials have them')
          : unknown(`not known: ${why}`, 'Try: kubectl auth can-i --list --namespace NAME.');
      return { ...need('right', 'error', { what, by }, answer), right };
    }
    const severity = denied.some((each) => each.severity === 'error') ? 'error' : 'warning';
    const lacking = right.denied.join(', ');
    const purposes = [...new Set(denied.map((each) => each.what))].join('; ');
    const answer = missing(
      `these credentials may not ${lacking} ${name} ${where} (${purposes})`,
      `Let a ${namespace === null ? 'ClusterRole' : 'Role'} of theirs allow it: apiGroups: ["${group}"], resources: [${resource}], verbs: [${lacking}].`,
    );
    return { ...need('right', severity, { what, by }, answer), right };
  });
