import { expect, test } from 'vitest';
import { learnEnvironment } from '../../../src/redaction/environment.ts';
import { openRedactor } from '../../../src/redaction/redactor.ts';

test('secrets of the environment are known by the names of their variables, and credentials by their place in a URL', () => {
  const warnings: string[] = [];
  const redactor = openRedactor((warning) => warnings.push(warning));
  learnEnvironment(
    {
      AWS_SECRET_ACCESS_KEY: 'of-aws-access',
      AWS_SESSION_TOKEN: 'of-aws-session',
      PULUMI_ACCESS_TOKEN: 'of-pulumi-cloud',
      PULUMI_CONFIG_PASSPHRASE: 'of-pulumi-config',
      GITHUB_TOKEN: 'of-github-api',
      HTTPS_PROXY: 'http://me:of-the-proxy@proxy.example.com',
      WEAK_TOKEN: '1',
      PATH_OF_TOKEN: '/run/token-of-path',
      KUBECONFIG: '/home/of-nobody/config',
      HOME_PASSWORD: '/home/of-nobody',
      UNSET_TOKEN: undefined,
    },
    redactor,
  );
  const text =
    'of-aws-access of-aws-session, of-pulumi-cloud; of-pulumi-config. of-github-api: of-the-proxy! 1 /home/of-nobody/config';
  expect(redactor.redact(text)).toBe(
    '(secret), (secret); (secret). (secret): (secret)! 1 /home/of-nobody/config',
  );
  expect(warnings).toEqual([]);
});
