/** Other places to take charts from: a prefix of chart references is replaced by another one. */
import { Failure } from '../stack/failure.ts';

/** Both without a trailing `/`. */
export interface Mirror {
  readonly from: string; // oci://ghcr.io · https://criblio.github.io/helm-charts
  readonly to: string; // oci+http://127.0.0.1:5000/ghcr.io
}

const prefix = /^(oci|oci\+http|https?):\/\/[^/@\s]+(\/[^@\s]*)?$/;

/** Reads `FROM=TO` pairs: values of the option `--chart-mirror` and of K8S_DEPLOY_CHART_MIRRORS. Blank text is skipped. */
export function parseMirrors(list: readonly string[]): Mirror[] {
  const mirrors: Mirror[] = [];
  const bad: string[] = [];
  for (const text of list.map((item) => item.trim()).filter((item) => item !== '')) {
    const [, from = '', to = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    if (prefix.test(from) && prefix.test(to)) mirrors.push({ from: trimSlash(from), to: trimSlash(to) });
    else bad.push(`the chart mirror ${JSON.stringify(withoutCredentials(text))} is not FROM=TO`);
  }
  if (bad.length > 0) {
    throw new Failure('configuration', bad.join('\n'), {
      hint: 'FROM and TO are prefixes of chart references that begin with oci://, oci+http://, https:// or http:// and a host, without credentials, e.g. oci://ghcr.io=oci://registry.example.com/ghcr.io',
    });
  }
  return mirrors;
}

/** Those of the environment variable K8S_DEPLOY_CHART_MIRRORS, divided by commas. */
export const inheritedMirrors = (environment: NodeJS.ProcessEnv): Mirror[] =>
  parseMirrors((environment['K8S_DEPLOY_CHART_MIRRORS'] ?? '').split(','));

/** The reference with its longest matching prefix replaced, the first of equals. A prefix ends where a step, tag or digest begins. */
export function applyMirrors(ref: string, mirrors: readonly Mirror[]): { ref: string; mirrored: boolean } {
  let best: Mirror | null = null;
  for (const mirror of mirrors) {
    const from = trimSlash(mirror.from);
    const matches = ref.startsWith(from) && /^([/:@]|$)/.test(ref.slice(from.length));
    if (matches && from.length > (best === null ? 0 : trimSlash(best.from).length)) best = mirror;
  }
  if (best === null) return { ref, mirrored: false };
  return { ref: trimSlash(best.to) + ref.slice(trimSlash(best.from).length), mirrored: true };
}

/** A URL's user name, password, query and fragment left out, for messages. */
export function withoutCredentials(text: string): string {
  return text.replaceAll(/:\/\/[^/\s=]*@/g, '://').replace(/[?#].*$/s, '');
}

const trimSlash = (text: string): string => text.replace(/\/+$/, '');
