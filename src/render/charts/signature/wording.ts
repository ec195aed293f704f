/** How signers are written in messages. Pure. */
import type { ChartSigner } from '../../../stack/desired.ts';

const limits = { shownCharacters: 300 } as const;

/** Text of a certificate, which anybody may have asked for: as it is if it is plain, else in quotes with escapes. */
export function shown(text: string): string {
  const short = text.length > limits.shownCharacters ? `${text.slice(0, limits.shownCharacters)}…` : text;
  if (/^[\x21-\x7e]+…?$/.test(short)) return short;
  return JSON.stringify(short).replace(
    /[^\x20-\x7e…]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

export const describeIdentity = (identity: string, issuer: string): string =>
  `${shown(identity)} (vouched for by ${shown(issuer)})`;

/** Who must have signed. */
export function describeWanted(signer: ChartSigner): string {
  switch (signer.kind) {
    case 'identity':
      return describeIdentity(signer.identity, signer.issuer);
    case 'identity-pattern':
      return `an identity like ${shown(signer.pattern)} (vouched for by ${shown(signer.issuer)})`;
    case 'key':
      return 'the key of `verify.publicKey`';
  }
}
