/** LS-5, LS-7 and the address itself: what the leader’s address says. */
import { at, textAt } from '../../../kubernetes/data.ts';
import type { Rule } from '../../rule.ts';
import { said } from '../../rules/said.ts';
import { nameOf } from '../../rules/workload.ts';
import { pathOf, unknown, urls } from './known-address.ts';
import { parameterOf } from './leader-link.ts';
import { rule, type Worker } from './worker-group.ts';

/** Letters, digits and marks that mean nothing in a URL, and bytes as `%20`. */
const isEncoded = (text: string): boolean => /^(?:[\w.~!$'()*+,;=-]|%[0-9a-fA-F]{2})*$/.test(text);
const defaultTokens = ['criblmaster', 'criblleader'];
const parameters =
  /^(group|tag|tls\.(privKeyPath|passphrase|caPath|certPath|rejectUnauthorized|requestCert|commonNameRegex))$/;

const token = rule(
  {
    id: 'LS-5',
    title: 'The leader’s token is one’s own, and percent-encoded like the passphrase',
    why: 'Everybody knows the default tokens of the chart, and a leader with one of them accepts any worker. The chart pastes token and passphrase into the address as they are: a "/", "@", "#" or "&" cuts it, and the worker finds no leader. The option leader.token takes the token from a secret source and encodes it; without it, encode config.token by hand.',
    severity: 'error',
  },
  function* ({ workers }) {
    yield* unknown(workers);
    for (const [worker, url] of urls(workers)) {
      const { object } = worker;
      const place = { object, path: pathOf(worker), value: ['config', 'token'] };
      const hint = 'Use the option leader.token with a secret source, or percent-encode config.token.';
      if (defaultTokens.includes(url.token)) {
        const message = `${nameOf(worker)}: the leader's token is the default of the chart, which everybody knows`;
        yield {
          ...place,
          message,
          hint: 'Use the option leader.token with a secret source, or set config.token.',
        };
      }
      if (url.token === '') {
        yield {
          ...place,
          message: `${nameOf(worker)}: the leader's address has no token, so the leader refuses it`,
          hint,
        };
      }
      if (!isEncoded(url.token)) {
        const message = `${nameOf(worker)}: the token in the leader's address has characters that are not percent-encoded, which cut the address`;
        yield { ...place, message, hint };
      }
      const passphrase = parameterOf(url, 'tls.passphrase');
      const isCut = url.parameters.some(([name]) => !parameters.test(name));
      if ((passphrase !== undefined && !isEncoded(passphrase)) || isCut) {
        yield {
          ...place,
          value: ['config', 'tlsLeader', passphrase === undefined ? 'enable' : 'passphrase'],
          message: `${nameOf(worker)}: ${passphrase === undefined ? 'a parameter' : 'the passphrase'} in the leader's address has characters that are not percent-encoded, which cut it`,
          hint: 'Use the option leader.tls.passphrase with a secret source, or percent-encode config.tlsLeader.passphrase.',
        };
      }
    }
  },
);

const texts = rule(
  {
    id: 'LS-7',
    title: 'TLS switches of the leader’s address are true or false, as text',
    why: 'The chart prints rejectUnauthorized and requestCert with %s: a number or boolean becomes %!s(float64=1), and 0 or false disappears, which leaves the product’s default. Write config.tlsLeader.rejectUnauthorized: "true", in quotes, or use the option leader.tls.',
    severity: 'error',
  },
  function* ({ workers, subject: { values, objects } }) {
    yield* unknown(workers);
    for (const [worker, url] of urls(workers)) {
      for (const name of ['rejectUnauthorized', 'requestCert']) {
        const found = parameterOf(url, `tls.${name}`);
        const asked = at(values, 'config', 'tlsLeader', name);
        const isLost = found === undefined && url.scheme === 'tls' && (asked === 0 || asked === false);
        const isOwn = objects.some(
          ({ kind, name: secret }) => kind === 'Secret' && isReadFrom(worker, secret),
        );
        if (found === 'true' || found === 'false' || (found === undefined && !(isLost && isOwn))) continue;
        const what =
          found === undefined
            ? `is missing, though the value is ${said(asked)}`
            : `is ${found.startsWith('%!') ? found : 'another text'}`;
        yield {
          object: worker.object,
          path: pathOf(worker),
          value: ['config', 'tlsLeader', name],
          message: `${nameOf(worker)}: tls.${name} in the leader's address ${what}; only the texts "true" and "false" come through`,
          hint: `Use the option leader.tls.${name}, or write config.tlsLeader.${name} in quotes: "true".`,
        };
      }
    }
  },
);

const isReadFrom = ({ leader }: Worker, secret: string): boolean =>
  leader.parts.some(({ from }) => textAt(from, 'secretKeyRef', 'name') === secret);

const address = rule(
  {
    id: 'logstream/leader-address',
    title: 'The leader’s address is one, and names the host and port that the values say',
    why: 'It is tcp://<token>@<host>:<port>?group=<group>&tag=<group>, or tls://. Anything else is not understood, and the worker runs on its own. It is made of config.host and config.port, or by the option leader.',
    severity: 'error',
  },
  function* ({ workers, generation, subject: { values, release } }) {
    for (const worker of workers) {
      const { leader, object } = worker;
      if (leader.url === null) continue;
      const place = { object, path: pathOf(worker) };
      const hint = 'Use the option leader, or mend the template that writes url-master.';
      if (leader.url === 'malformed') {
        const message = `${nameOf(worker)}: the leader's address is not of the form tcp://<token>@<host>:<port>?group=<group>`;
        yield { ...place, value: ['config', 'host'], message, hint };
        continue;
      }
      const { host, port } = leader.url;
      const typed = at(release.options, 'leader') ?? null;
      // A Secret of somebody else may hold any address.
      const config = at(values, 'config', 'useExistingSecret') === true ? null : at(values, 'config');
      const asked = typed ?? config ?? null;
      const expected = {
        host: textAt(asked, 'host'),
        port: at(asked, 'port') ?? (generation === '1.0' && asked !== null ? 4200 : undefined),
      };
      for (const [field, found] of Object.entries({ host, port })) {
        const should = expected[field as keyof typeof expected];
        if (should === undefined || said(should) === said(found)) continue;
        const message = `${nameOf(worker)}: the ${field} in the leader's address is ${found ?? 'missing'} instead of ${said(should)}`;
        yield { ...place, value: ['config', field], message, hint };
      }
    }
  },
);

export const leaderRules: readonly Rule[] = [token, texts, address];
