/** What keeps secrets in: knows them, and takes them out of text as the last step before bytes leave. */
import { isMaskable } from './common-words.ts';
import { withoutForms } from './forms.ts';
import { isJson, withHiddenStrings } from './json-text.ts';
import { openMatcher } from './matcher.ts';
import { partsOf } from './parts.ts';
import { encodedSpellings, textSpellings } from './spellings.ts';

export interface Redactor {
  /**
   * `from` names its source, never its content: `config key "dbPassword"`; null where a warning helps nobody, such as for what a rendered Secret
   * holds. What is too short or too common is not looked for in texts, and `onWeak` hears of its source, once.
   */
  readonly learn: (secret: string, from: string | null) => void;
  /** Names that stand in every output, of releases and namespaces: a secret that is one is treated like a common word. */
  readonly spare: (names: Iterable<string>) => void;
  /** The text with `(secret)` in the place of each secret, learned or known by its form. JSON stays JSON. */
  readonly redact: (text: string) => string;
  /** The same for every text in plain data: before it is escaped for a format. */
  readonly redactData: <T>(data: T) => T;
}

const isPlain = (data: unknown): data is Readonly<Record<string, unknown>> =>
  typeof data === 'object' && data !== null && Object.getPrototypeOf(data) === Object.prototype;

/** Of a text that was cut, this much of a secret in front of the cut is too much. */
const shortestStart = 6;
/** JSON within JSON, and so on; deeper is taken as text. */
const deepest = 4;

export function openRedactor(onWeak: (warning: string) => void = () => undefined): Redactor {
  const known = new Set<string>();
  const spared = new Set<string>();
  const warned = new Set<string>();
  const newMatcher = (): ReturnType<typeof openMatcher> => openMatcher({ shortestStart, joins: true });
  let matcher = newMatcher();

  const warn = (from: string): void => {
    if (warned.has(from)) return;
    warned.add(from);
    onWeak(
      `${from} is too short or too common a word to be looked for in texts: it is hidden only where a field is known to hold it`,
    );
  };
  const isUsable = (secret: string): boolean => isMaskable(secret) && !spared.has(secret.trim());
  const add = (secret: string): void => {
    for (const part of partsOf(secret).filter(isUsable)) {
      matcher.add(textSpellings(part));
      matcher.add(encodedSpellings(part));
    }
  };

  /** Hiding one may show another: `x(secret)y` may be one, too. Each time fewer characters are left. */
  const hide = (text: string): string => {
    let before = text;
    for (;;) {
      const shown = withoutForms(matcher.hide(before));
      if (shown === before) return shown;
      before = shown;
    }
  };
  const redact = (text: string, depth: number): string =>
    depth < deepest && isJson(text)
      ? withHiddenStrings(text, (inner) => redact(inner, depth + 1))
      : hide(text);
  const redactAny = (data: unknown): unknown => {
    if (typeof data === 'string') return redact(data, 0);
    if (typeof data === 'number') {
      const text = String(data);
      const shown = matcher.hide(text);
      return shown === text ? data : shown;
    }
    if (Array.isArray(data)) return data.map(redactAny);
    if (!isPlain(data)) return data;
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [redact(key, 0), redactAny(value)]));
  };

  return {
    learn(secret, from) {
      if (secret.trim() === '' || known.has(secret)) return;
      if (!isUsable(secret)) {
        if (from !== null) warn(from);
        return;
      }
      known.add(secret);
      add(secret);
    },
    spare(names) {
      for (const name of names) spared.add(name);
      matcher = newMatcher();
      for (const secret of known) add(secret);
    },
    redact: (text) => redact(text, 0),
    redactData: <T>(data: T): T => redactAny(data) as T,
  };
}
