/**
 * What an input may look like, beside its kind: names are allow-listed, since they become arguments of programs and parts of paths, and a text that starts
 * like an option, ends a line or ends a string is a mistake at best.
 */
import { kubeVersionPattern, longestStackName, stackNamePattern } from '../../stack/name-forms.ts';
import type { InputName } from './inputs.ts';

export interface InputForm {
  /** Ends the sentence "expected …". */
  readonly expected: string;
  readonly fits: (text: string) => boolean;
}

// oxlint-disable-next-line no-control-regex -- they are what is looked for
const control = /[\u0000-\u001f\u007f]/;

const matching = (pattern: RegExp, expected: string): InputForm => ({
  expected,
  fits: (text) => pattern.test(text),
});

/** For what is a path, a pattern or a name of somebody else's: one line that cannot be taken for an option. */
const plainText = (expected: string, most = 1000): InputForm => ({
  expected: `${expected}: at most ${most} characters on one line, not starting with "-"`,
  fits: (text) => text.length <= most && !control.test(text) && !text.startsWith('-'),
});

const stack: InputForm = {
  expected:
    'a stack: letters, digits, "-", "_" and ".", starting with a letter or digit; or ORG/PROJECT/STACK',
  fits(text) {
    const segments = text.split('/');
    return (
      segments.length <= 3 &&
      segments.every((name) => name.length <= longestStackName && stackNamePattern.test(name))
    );
  },
};

const version = matching(/^v?\d{1,4}\.\d{1,4}\.\d{1,4}$/, 'a version such as 3.259.0');

/** GitHub's own names of branches and tags are wider; what is not named here has to be renamed to be deployed from. */
const gitName = /^(?!.*(?:\.\.|\/\/|@\{))\w[\w./@+^~-]{0,249}$/;

const refPattern: InputForm = {
  expected: 'a branch, a pattern such as release/*, or a tag as refs/tags/v*',
  fits: (text) => gitName.test(text.replaceAll('*', 'x')),
};

const shard: InputForm = {
  expected: 'NUMBER/COUNT, such as 2/5: from 1 to COUNT, which is at most 1000',
  fits(text) {
    const [, number = 0, count = 0] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
    return Number(number) >= 1 && Number(number) <= Number(count) && Number(count) <= 1000;
  },
};

const stores = ['s3:', 'azblob:', 'gs:', 'file:', 'https:', 'http:'];

const backendUrl: InputForm = {
  expected: `an address that starts with ${stores.map((scheme) => `${scheme}//`).join(', ')}`,
  fits: (text) =>
    !control.test(text) && !/\s/.test(text) && stores.some((scheme) => text.startsWith(`${scheme}//`)),
};

const mirror: InputForm = {
  expected: 'an https address (http on this machine only) without a user or a query',
  fits(text) {
    const url = URL.parse(text);
    if (url === null || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
      return false;
    const isHere = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
    return url.protocol === 'https:' || (url.protocol === 'http:' && isHere);
  },
};

const onOneLine = (pattern: RegExp, expected: string): InputForm => ({
  expected,
  fits: (text) => text.length <= 2000 && !control.test(text) && pattern.test(text),
});

/** By input; an entry of a list has to fit by itself. Those of other kinds than text and list need none. */
export const inputForms: Readonly<Partial<Record<InputName, InputForm>>> = {
  stack,
  'confirm-destroy': stack,
  'work-dir': plainText('a folder'),
  context: plainText('a context', 253),
  'backend-url': backendUrl,
  'chart-mirrors': onOneLine(/^[^-\s=][^\s=]*=\S+$/, 'FROM=TO'),
  contracts: plainText('a path'),
  'kube-versions': {
    expected: 'a Kubernetes version such as 1.33 or 1.33.4',
    fits: (text) => kubeVersionPattern.test(text),
  },
  filter: plainText('a pattern', 500),
  shard,
  base: matching(gitName, 'a branch or a commit'),
  reports: onOneLine(/^[a-z]+=[^-].*$/, 'FORMAT=FILE'),
  deny: matching(/^[a-z][a-z0-9-]{0,60}$/, 'the id of a risk'),
  'expect-digest': matching(
    /^sha256:[0-9a-f]{64}$/,
    'sha256: and 64 hexadecimal digits, as a preview gives it',
  ),
  'allowed-refs': refPattern,
  environment: plainText('the name of an environment', 255),
  targets: matching(/^[A-Za-z0-9][\w.-]{0,99}$/, 'the name of a release in the stack file'),
  'pulumi-version': version,
  'helm-version': version,
  'tools-mirror': mirror,
};
