/** Secrets that are known by their form, wherever they stand. */
import { mask } from './mask.ts';
import { isElsewhere, isSecretNameInObjects } from './names.ts';
import { withoutPrivateKeys } from './private-keys.ts';

/** Prefixes that issuers give their tokens so that they can be found; also of cut ones. */
const tokens = [
  'gh[pousr]_[A-Za-z0-9]{10,}', // GitHub
  'github_pat_\\w{10,}',
  'glpat-[\\w-]{10,}', // GitLab
  'xox[abeoprs]-[A-Za-z0-9-]{8,}', // Slack
  'xapp-[A-Za-z0-9-]{8,}',
  '(?:AKIA|ASIA)[A-Z0-9]{12,}', // AWS
  'pul-[a-f0-9]{16,}', // Pulumi Cloud
  'eyJ[\\w-]{8,}\\.[\\w-]{8,}(?:\\.[\\w-]*)?', // JSON Web Token
  'hv[sbr]\\.[\\w-]{16,}', // Vault
  'npm_[A-Za-z0-9]{16,}',
  'dckr_pat_[\\w-]{10,}', // Docker Hub
  'sk_(?:live|test)_[A-Za-z0-9]{10,}', // Stripe
  'AIza[\\w-]{30,}', // Google
  'ya29\\.[\\w-]{16,}',
  'SG\\.[\\w-]{16,}\\.[\\w-]{16,}', // SendGrid
  'AGE-SECRET-KEY-1[A-Z0-9]{16,}',
];
const token = new RegExp(`(?<![A-Za-z0-9])(?:${tokens.join('|')})`, 'g');

const scheme = String.raw`((?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,20}:\/\/`;
const part = String.raw`[^\s:/?#@"'<>\\${'`'}…]`;
/** Up to the last `@` in front of the host's end. Quotes and blanks are escaped in URLs. */
const password = String.raw`[^\s/?#"'<>\\${'`'}…]+`;
const urlPassword = new RegExp(`${scheme}${part}*:)(${password})(?=@)`, 'gi');
/** Cut in front of the `@`; a port is no password. */
const urlCut = new RegExp(
  `${scheme}${part}*:)(?!\\d+(?:…|\\.\\.\\.))(${password.replace('+', '+?')})(?=…|\\.\\.\\.)`,
  'gi',
);
/** `https://TOKEN@host`; those of ssh and git are names. */
const urlUser = new RegExp(`${scheme})(?!git@)(${part}+)(?=@)`, 'gi');
const sshUrl = /^(?:s?ssh|sftp|git\+ssh):/i;

const authorization =
  /(\bauthorization\\{0,8}["']?\s*[:=]\s*\\{0,8}["']?(?:(?:bearer|basic|token|digest|negotiate|apikey)\s+)?)(?!(?:bearer|basic|token|digest|negotiate|apikey)(?:\s|$))([^\s"'\\<>,;()]{6,})/gi;
const bearer = /(\bbearer\s+)(?=[^\s"'\\<>]*\d)([A-Za-z0-9._~+/=-]{8,})/gi;

/** `--password=hunter2`, `?access_token=…`, `password="…"`. With a blank or a colon it may be prose. */
const assignment = /(?<![\w.-])([\w.-]{1,64}=\\{0,8}["']?)([^\s"'\\;&<>,`]+)/g;
/** `"password": "…"`, also escaped within a text. */
const quoted = /((?<!\\)\\{0,8}["'])([\w./-]{1,64})\1(\s*:\s*)(\\{0,8}["'])((?:(?!\4)[^\n\r])+?)\4/g;

/** The text with the mask in the place of each of them. */
export function withoutForms(text: string): string {
  let shown = withoutPrivateKeys(text).replaceAll(token, mask);
  if (shown.includes('://')) {
    shown = shown
      .replaceAll(urlPassword, behind)
      .replaceAll(urlCut, behind)
      .replaceAll(urlUser, (match, start: string, user: string) =>
        sshUrl.test(start) ? match : behind(match, start, user),
      );
  }
  // Most texts have none of these signs, and the patterns take much longer to find that out.
  if (/authorization/i.test(shown)) shown = shown.replaceAll(authorization, behind);
  if (/bearer/i.test(shown)) shown = shown.replaceAll(bearer, behind);
  if (shown.includes('=')) {
    shown = shown.replaceAll(assignment, (match, start: string, value: string) =>
      isSecretNameInObjects(start.replace(/=.*$/s, '')) ? behind(match, start, value) : match,
    );
  }
  if (!shown.includes(':')) return shown;
  return shown.replaceAll(
    quoted,
    (match, quote: string, name: string, colon: string, open: string, value: string) =>
      isSecretNameInObjects(name)
        ? `${behind(match.slice(0, -open.length), quote + name + quote + colon + open, value)}${open}`
        : match,
  );
}

const behind = (match: string, start: string, secret: string): string =>
  isElsewhere(secret) ? match : start + mask;

export const holdsForms = (text: string): boolean => withoutForms(text) !== text;
