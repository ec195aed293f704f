/** Planted secrets, and the search for them in all that leaves. The search knows nothing of how they are hidden: it undoes encodings. */
import { createHash } from 'node:crypto';

export type CanaryKind =
  | 'word'
  | 'url-password'
  | 'private-key'
  | 'json-document'
  | 'lines'
  | 'special-characters'
  | 'base64'
  | 'configuration';

export interface Canary {
  readonly name: string; // `url-password 2`
  readonly kind: CanaryKind;
  /** As it is given to a source of secrets. */
  readonly secret: string;
  /** What of it must not be seen: passwords, lines, leaves. */
  readonly parts: readonly string[];
}

/** The same each time, and like nothing else. */
const noise = (seed: string, length: number): string =>
  createHash('sha512').update(`canary ${seed}`).digest('base64').replaceAll(/[+/=]/g, 'x').slice(0, length);

type Making = (seed: string) => Pick<Canary, 'secret' | 'parts'>;

const makers: Readonly<Record<CanaryKind, readonly [count: number, make: Making]>> = {
  word: [6, (seed) => whole(noise(seed, 14))],
  'url-password': [
    4,
    (seed) => {
      const password = noise(seed, 18);
      return { secret: `postgres://app:${password}@db.example.com:5432/app`, parts: [password] };
    },
  ],
  'private-key': [
    3,
    (seed) => {
      const lines = [0, 1, 2, 3].map((line) => noise(`${seed} ${line}`, line === 3 ? 20 : 64));
      return {
        secret: `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`,
        parts: lines,
      };
    },
  ],
  'json-document': [
    3,
    (seed) => {
      const [user, password, key] = [
        noise(`${seed} u`, 12),
        noise(`${seed} p`, 20),
        `${noise(`${seed} k`, 12)}"${noise(`${seed} l`, 12)}`,
      ];
      return {
        secret: JSON.stringify({ user, nested: { password, list: [1, true, key] } }, null, 2),
        parts: [user, password, ...key.split('"')],
      };
    },
  ],
  lines: [
    4,
    (seed) => {
      const lines = [0, 1, 2].map((line) => noise(`${seed} ${line}`, 16 + line));
      return { secret: lines.join('\r\n'), parts: lines };
    },
  ],
  'special-characters': [
    5,
    (seed) => {
      const [a, b, c] = [noise(`${seed} a`, 9), noise(`${seed} b`, 9), noise(`${seed} c`, 9)];
      const between = ['"', '\\', 'é%2F🔑', `'<&> `, '|`*_['];
      return whole(`${a}${between.join(b)}${c}`, [a, b, c]);
    },
  ],
  base64: [3, (seed) => whole(Buffer.from(noise(seed, 32)).toString('base64'))],
  configuration: [
    2,
    (seed) => {
      const [password, token] = [noise(`${seed} p`, 16), noise(`${seed} t`, 24)];
      return {
        secret: `# login\nlogin:\n  password: ${password}\n  token: "${token}"\n`,
        parts: [password, token],
      };
    },
  ],
};

const whole = (secret: string, parts = [secret]): Pick<Canary, 'secret' | 'parts'> => ({ secret, parts });

/** One of that kind; the same for the same name, and like no other. */
export const plant = (name: string, kind: CanaryKind): Canary => ({ name, kind, ...makers[kind][1](name) });

/** A secret that is there already. Of a short one nothing but the whole can be found. */
export const known = (name: string, secret: string): Canary => ({
  name,
  kind: 'word',
  secret,
  parts: [secret.trim()],
});

/** Thirty, of all kinds. */
export const canaries: readonly Canary[] = Object.entries(makers).flatMap(([kind, [count]]) =>
  Array.from({ length: count }, (_, index) => plant(`${kind} ${index + 1}`, kind as CanaryKind)),
);

/** So many characters of a secret in a row are a find. */
const telling = 8;

/** Names of those of which something can be read, in the bytes or in what they encode. */
export function findCanaries(bytes: string | Uint8Array, planted: readonly Canary[] = canaries): string[] {
  const views = viewsOf(typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString(), 0);
  const names = new Map<string, Set<string>>(); // of the canaries that have the piece
  const short: [piece: string, name: string][] = [];
  for (const { name, parts } of planted) {
    for (const piece of parts.flatMap(piecesOf)) {
      if (piece.length < telling) short.push([piece, name]);
      else names.set(piece, (names.get(piece) ?? new Set()).add(name));
    }
  }
  const mayBegin = new Uint8Array(0x1_0000);
  for (const piece of names.keys()) mayBegin[startOf(piece, 0)] = 1;
  const found = new Set<string>();
  for (const view of views) {
    for (const [piece, name] of short) if (view.includes(piece)) found.add(name);
    for (let at = 0; at + telling <= view.length; at++) {
      if (mayBegin[startOf(view, at)] === 0) continue;
      for (const name of names.get(view.slice(at, at + telling)) ?? []) found.add(name);
    }
  }
  return planted.flatMap(({ name }) => (found.has(name) ? name : []));
}

/** A number for the first characters from the place. */
const startOf = (text: string, at: number): number =>
  (text.charCodeAt(at) ^ (text.charCodeAt(at + 1) << 4) ^ (text.charCodeAt(at + 2) << 8)) & 0xffff;

const piecesOf = (part: string): string[] =>
  Array.from({ length: Math.max(1, part.length - telling + 1) }, (_, start) =>
    part.slice(start, start + telling),
  );

const deepest = 2;

/** The text as it is, without escapes, and what stands in it in base64 or hexadecimal, again in all these ways. */
function viewsOf(text: string, depth: number): string[] {
  const plain = [text, ...escapes.map((undo) => undo(text))];
  if (depth === deepest) return plain;
  const inner = [plain[0] ?? '', plain[1] ?? '', plain.at(-1) ?? ''].flatMap((view) => [
    ...[...view.matchAll(/[A-Za-z0-9+/_-]{8,}/g)].flatMap(([run]) =>
      [0, 1, 2, 3].map((offset) => Buffer.from(run.slice(offset), 'base64').toString('latin1')),
    ),
    ...[...view.matchAll(/[0-9a-f]{16,}/gi)].flatMap(([run]) =>
      [0, 1].map((offset) => Buffer.from(run.slice(offset), 'hex').toString('latin1')),
    ),
  ]);
  const joined = inner.join('\n');
  return joined === '' ? plain : [...plain, ...viewsOf(joined, depth + 1)];
}

const escapes: readonly ((text: string) => string)[] = [
  (text) =>
    text.replaceAll(/\\(?:u([\da-f]{4})|(.))/gi, (_, code: string | undefined, character: string) =>
      code === undefined ? character : String.fromCharCode(Number.parseInt(code, 16)),
    ),
  (text) =>
    text.replaceAll(/%([\da-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  (text) =>
    text.replaceAll(/&#(\d+);|&\w+;/g, (_, code: string) => (code ? String.fromCharCode(Number(code)) : '')),
  (text) => text.replaceAll(/<[^<>]*>/g, ''),
  (text) => text.replaceAll(/<[^<>]*>|\\[nrt]|[\s\p{Cf}\\|+-]+/gu, ''), // folded, marked as a diff, or in elements
];
