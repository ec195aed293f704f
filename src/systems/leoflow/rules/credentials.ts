/** LF-1 to LF-4 and LF-33: the credentials reach the server and the migration, whole and from the right places. */
import { at, textAt } from '../../../kubernetes/data.ts';
import { shapeProblem } from '../../../stack/secrets.ts';
import type { Rule, Verdict } from '../../rule.ts';
import { missingKey } from '../../rules/secret-key.ts';
import { hasUnknownVariables, nameOf, variableOf } from '../../rules/workload.ts';
import { rule, type ControlPlane } from './control-plane.ts';
import {
  aesKey,
  contentOf,
  credentials,
  database,
  givenBy,
  jwt,
  redis,
  type Credential,
  needs,
} from './credential.ts';

/** That a server gets a credential which it does not start without. */
function* required(plane: ControlPlane, credential: Credential, effect: string): Iterable<Verdict> {
  const { subject, servers } = plane;
  const { variable: name, existing: value, hint } = credential;
  for (const server of servers) {
    const variable = variableOf(server.container, name);
    const place = { object: server.object, value, hint };
    if (variable === undefined) {
      if (hasUnknownVariables(server.container)) {
        yield { notChecked: `whether envFrom of ${nameOf(server)} brings ${name}` };
        continue;
      }
      const message = `${nameOf(server)} has no variable ${name}: ${effect}`;
      yield { ...place, path: [...server.container.path, 'env'], message };
    } else if (variable.from === undefined && (variable.value === undefined || variable.value === '')) {
      yield { ...place, path: variable.path, message: `${nameOf(server)}: ${name} is empty: ${effect}` };
    } else if (givenBy(credential, subject) === null) {
      yield* missingKey(variable, server, subject, { value, hint });
    }
  }
}

const stores = rule(
  {
    id: 'LF-1',
    title: 'The server is told where PostgreSQL and Redis are',
    why: 'Leoflow brings neither, and does not start without both. Give each by the options database and redis, as a source or as an existing Secret; poc installs both for a trial.',
    severity: 'error',
  },
  function* (plane) {
    yield* required(plane, database, 'the server does not start without PostgreSQL');
    yield* required(plane, redis, 'the server does not start without Redis');
  },
);

const tokens = rule(
  {
    id: 'LF-2',
    title: 'The secret that signs tokens is there',
    why: 'The chart asks for the key jwtSecret whether or not a value gives it. Without it the pod stays in CreateContainerConfigError. Set the option auth.jwtSecret or auth.existingSecret.',
    severity: 'error',
  },
  (plane) => required(plane, jwt, 'the server cannot sign tokens, and does not start'),
);

const key = rule(
  {
    id: 'LF-3',
    title: 'The key for connections is of 256 bits, in a form that the server reads',
    why: 'The server takes 32 bytes, 64 hexadecimal digits, or the base64 of 32 bytes, and refuses to start otherwise; the chart refuses other lengths than 32 and 64. "openssl rand -hex 16" has the right length and only 128 bits. Take "openssl rand -hex 32" for the option secretKey.',
    severity: 'error',
  },
  function* ({ servers, subject }) {
    const value = givenBy(aesKey, subject) ?? aesKey.inline;
    const hint = 'Give the option secretKey the output of "openssl rand -hex 32".';
    for (const server of servers) {
      const content = contentOf(aesKey, server, subject);
      const place = { object: server.object, value, hint };
      if (content === null) {
        const message = `${nameOf(server)} has no key, so no connections can be kept`;
        yield { ...place, path: [...server.container.path, 'env'], message, severity: 'notice' };
      } else if (content.text === null || !content.isWhole) {
        yield { notChecked: `the form of the key in ${content.place}` };
      } else {
        const problem = shapeProblem('aes256-key', content.text);
        const path = variableOf(server.container, aesKey.variable)?.path;
        if (problem !== null) {
          const message = `${nameOf(server)}: what ${content.place} holds ${problem}, so the server does not start`;
          yield { ...place, path, message };
        } else if (/^[0-9a-f]{32}$/i.test(content.text)) {
          const message = `${nameOf(server)}: ${content.place} holds 32 hexadecimal digits, which is a key of 128 bits only`;
          yield { ...place, path, message, severity: 'warning' };
        }
      }
    }
  },
);

const keys = rule(
  {
    id: 'LF-4',
    title: 'Every Secret that is read holds the key that is asked for',
    why: 'Without it the container is not started (CreateContainerConfigError), and a migration without its address holds up the install. The keys are databaseUrl, redisUrl, jwtSecret, secretKey and bootstrapPassword; an existing Secret must have them by these names.',
    severity: 'error',
  },
  function* (plane) {
    for (const [workload, credential] of needs(plane)) {
      const variable = variableOf(workload.container, credential.variable);
      const given = givenBy(credential, plane.subject);
      const isOfServer = plane.servers.includes(workload);
      if (variable === undefined || (given === null && credential.isRequired && isOfServer)) continue;
      const { existing, hint } = credential;
      yield* missingKey(variable, workload, plane.subject, { value: given ?? existing, hint });
    }
  },
);

const inline = rule(
  {
    id: 'LF-33',
    title: 'No credential is given as a value',
    why: 'Helm keeps the values of every revision in its release records, where everybody who may read Secrets of the namespace finds them, also after a rotation. Give credentials to the options by their source: they become a Secret of the stack, and the values hold its name only.',
    severity: 'warning',
  },
  function* ({ subject }) {
    for (const { inline: path, existing, hint } of credentials) {
      const text = at(subject.values, ...path);
      if (typeof text !== 'string' || text === '') continue;
      const isUnused = (textAt(subject.values, ...existing) ?? '') !== '';
      const message = `the value ${path.join('.')} holds the credential itself, which Helm keeps in its release records${isUnused ? `, and the chart takes ${existing.join('.')} instead` : ''}`;
      yield { value: path, message, hint };
    }
  },
);

export const credentialRules: readonly Rule[] = [stores, tokens, key, keys, inline];
