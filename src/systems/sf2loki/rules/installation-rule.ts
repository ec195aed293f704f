/** Rules over the Deployment of sf2loki and over its config.yaml. */
import { at, isMap, textAt, type DataPath } from '../../../kubernetes/data.ts';
import { pathText } from '../../../stack/problem.ts';
import type { Rule, Severity, Subject, Verdict, Violation } from '../../rule.ts';
import type { Flaw } from '../flaw.ts';
import { invariants } from '../invariants.ts';
import type { ConfigFile } from './config-file.ts';
import { installationOf, type Installation } from './installation.ts';
import { hasLeader, leaseNames } from './lease-rights.ts';
import { shown } from './wording.ts';

type RuleText = Omit<Rule, 'check'>;

export function installationRule(
  text: RuleText,
  check: (found: Installation, subject: Subject) => Iterable<Verdict>,
): Rule {
  return {
    ...text,
    *check(subject) {
      const found = installationOf(subject);
      if (found === null) yield { notChecked: 'the Deployment of sf2loki: there is none' };
      else yield* check(found, subject);
    },
  };
}

export function configRule(
  text: RuleText,
  check: (config: ConfigFile, found: Installation, subject: Subject) => Iterable<Verdict>,
): Rule {
  return installationRule(text, function* (found, subject) {
    if ('data' in found.config) yield* check(found.config, found, subject);
    else yield { notChecked: 'config.yaml: it cannot be read, as sf2loki/config says' };
  });
}

/** A rule that the loading of a stack file has, too: what `invariants` say under its id. */
export const flawRule = (text: RuleText, hint: string): Rule =>
  configRule(text, (config, found, subject) =>
    flawsOf(text.id, config, found, subject).map((flaw) => configViolation(config, flaw, hint)),
  );

/** Flaws of config.yaml under one id, or without any; files and variables are looked up by the rules themselves. */
export const flawsOf = (
  id: string | null,
  { data }: ConfigFile,
  found: Installation,
  subject: Subject,
): Flaw[] =>
  invariants(data, {
    ha: hasLeader(found, subject),
    namespace: found.namespace,
    leaseName: expectedLease(data, found, subject),
    files: null,
    variables: null,
    stateDir: '',
  }).filter(({ rule }) => rule === id);

/** The only Lease that the pods may use; the one of config.yaml if it is among them. */
function expectedLease(data: ConfigFile['data'], found: Installation, subject: Subject): string | undefined {
  const names = leaseNames(found, subject);
  return names.find((name) => name === textAt(data, 'coordinate', 'k8s_lease', 'name')) ?? names[0];
}

/** Violations at a place of config.yaml name the value that stands there, except for lists, maps and secrets. */
export function configViolation(
  { data, object, path, isOverride }: ConfigFile,
  flaw: { readonly at: DataPath; readonly message: string; readonly isSecret?: boolean },
  hint: string,
  severity?: Severity,
): Violation {
  const value = at(data, ...flaw.at);
  const isShown = flaw.isSecret !== true && !isMap(value) && !Array.isArray(value);
  return {
    object,
    path,
    value: isOverride ? ['configOverride'] : ['config', ...flaw.at],
    message: `config.yaml, ${pathText(flaw.at)}${isShown ? ` (${shown(value)})` : ''}: ${flaw.message}`,
    hint,
    ...(severity === undefined ? {} : { severity }),
  };
}
