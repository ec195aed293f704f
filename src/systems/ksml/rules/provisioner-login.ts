/** KP-3, KP-4 and KP-5: who signs in where, and with what. */
import type { Rule, Verdict } from '../../rule.ts';
import { missingKey } from '../../rules/secret-key.ts';
import { hasUnknownVariables, nameOf, variableOf } from '../../rules/workload.ts';
import { plainSecret, sameKey } from './provisioner-credentials.ts';
import { isFenced, waysIn } from './provisioner-exposure.ts';
import { env, isGiven, isOn, type Provisioner, type ProvisionerRender, rule } from './provisioner-render.ts';

interface Login {
  readonly enabled: string;
  readonly username: string;
  readonly password: string;
  readonly option: string;
}
const registryLogin: Login = {
  enabled: 'REGISTRY_AUTH_ENABLED',
  username: 'REGISTRY_USERNAME',
  password: 'REGISTRY_PASSWORD',
  option: 'registry.auth',
};
const apiLogin: Login = {
  enabled: 'BASIC_AUTH_ENABLED',
  username: 'BASIC_AUTH_USERNAME',
  password: 'BASIC_AUTH_PASSWORD',
  option: 'basicAuth',
};

/** What is wrong with a pair of user name and password, and with where they come from. */
function* loginFlaws(
  one: Provisioner,
  login: Login,
  { root, subject }: ProvisionerRender,
): Iterable<Verdict> {
  const { object, container } = one;
  const { enabled, username, password, option } = login;
  const list = {
    object,
    path: [...container.path, 'env'],
    value: env(root),
    hint: `Use the option ${option}.`,
  };
  const given = [username, password].filter((name) => isGiven(variableOf(container, name)));
  if (!isOn(container, enabled)) {
    if (given.length > 0) {
      const message = `${nameOf(one)}: ${given.join(' and ')} ${given.length === 1 ? 'has' : 'have'} no effect, because ${enabled} is not "true"`;
      yield { ...list, message, severity: 'warning' };
    }
    return;
  }
  for (const name of [username, password]) {
    const variable = variableOf(container, name);
    if (isGiven(variable)) yield* missingKey(variable, one, subject, list);
    else if (!hasUnknownVariables(container)) {
      yield { ...list, message: `${nameOf(one)}: ${enabled} is "true", and ${name} is missing` };
    }
  }
  yield* plainSecret(one, password, list);
  yield* sameKey(one, [username, password], { subject, place: list });
}

const registryAuth = rule(
  {
    id: 'KP-3',
    title: 'The registry’s user name and password are both there, the password from a Secret',
    why: 'With REGISTRY_AUTH_ENABLED=true the provisioner signs in to pull the KSML chart, and every deployment fails if one half is missing. A password written in env is in every Helm release record and readable in the pod. The option registry.auth keeps both in a Secret.',
    severity: 'error',
  },
  function* (render) {
    for (const one of render.provisioners) yield* loginFlaws(one, registryLogin, render);
  },
);

const apiAuth = rule(
  {
    id: 'KP-4',
    title: 'Only who signs in may use the API',
    why: 'POST /deploy runs code of the caller’s in the cluster. Without BASIC_AUTH_ENABLED=true everybody who reaches the Service may do that; without TLS the password travels in plain text. Set the options basicAuth and tls; failing that, let a NetworkPolicy admit only the callers.',
    severity: 'error',
  },
  function* (render) {
    const { provisioners, root } = render;
    for (const one of provisioners) {
      yield* loginFlaws(one, apiLogin, render);
      const { object, container } = one;
      const place = { object, path: [...container.path, 'env'], value: env(root) };
      const isOpen = !isOn(container, apiLogin.enabled);
      const ways = waysIn(render);
      if (isOpen && ways.length > 0) {
        const message = `${nameOf(one)}: the API is open to everybody, and it can be reached from outside of the cluster by ${ways.join(', ')}`;
        yield { ...place, message, hint: 'Set the option basicAuth, and tls with it.' };
      } else if (isOpen && !isFenced(one, render)) {
        const message = `${nameOf(one)}: the API runs code of whoever calls it, asks for no password, and no NetworkPolicy limits its callers`;
        yield { ...place, message, hint: 'Set the option basicAuth, and tls with it.', severity: 'warning' };
      } else if (!isOpen && !isGiven(variableOf(container, 'SERVER_TLS_CERTIFICATE'))) {
        const message = `${nameOf(one)}: user name and password travel in plain text, because SERVER_TLS_CERTIFICATE is not set`;
        yield { ...place, message, hint: 'Set the option tls.', severity: 'warning' };
      }
    }
  },
);

const tls = rule(
  {
    id: 'KP-5',
    title: 'Certificate and private key are both there, from a Secret that has them',
    why: 'With one of SERVER_TLS_CERTIFICATE and SERVER_TLS_PRIVATE_KEY the server cannot speak TLS. A key written in env is in every release record. The option tls keeps both in a Secret of type kubernetes.io/tls.',
    severity: 'error',
  },
  function* ({ provisioners, root, subject }) {
    const names = ['SERVER_TLS_CERTIFICATE', 'SERVER_TLS_PRIVATE_KEY'] as const;
    for (const one of provisioners) {
      const { object, container } = one;
      const place = {
        object,
        path: [...container.path, 'env'],
        value: env(root),
        hint: 'Use the option tls.',
      };
      const missing = names.filter((name) => !isGiven(variableOf(container, name)));
      if (missing.length === 1 && !hasUnknownVariables(container)) {
        const message = `${nameOf(one)}: ${missing[0]} is missing beside ${names.find((name) => name !== missing[0])}`;
        yield { ...place, message };
      }
      for (const name of names) {
        const variable = variableOf(container, name);
        if (isGiven(variable)) yield* missingKey(variable, one, subject, place);
      }
      yield* plainSecret(one, names[1], place);
      yield* sameKey(one, names, { subject, place });
    }
  },
);

export const loginRules: readonly Rule[] = [registryAuth, apiAuth, tls];
