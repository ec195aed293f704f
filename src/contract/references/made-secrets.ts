/** Secrets that an operator makes of another object. */
import { at, isMap, listAt, mapAt, textAt, textsAt } from '../../kubernetes/data.ts';
import { perManifest } from '../../kubernetes/per-manifest.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';

interface MadeSecret {
  readonly name: string;
  readonly keys: ReadonlySet<string> | null; // null: only the operator knows them
}

export const secretsMadeBy = perManifest((object): readonly MadeSecret[] =>
  (Object.hasOwn(makers, object.kind) ? (makers[object.kind]?.(object) ?? []) : []).filter(
    ({ name }) => name !== '',
  ),
);

const certificateKeys = new Set(['ca.crt', 'tls.crt', 'tls.key']);

const makers: Readonly<Partial<Record<string, (object: RenderedObject) => MadeSecret[]>>> = {
  /** The External Secrets Operator. `dataFrom` and templates may bring any key. */
  ExternalSecret({ manifest, name }) {
    const isOpen =
      listAt(manifest, 'spec', 'dataFrom').length > 0 || isMap(at(manifest, 'spec', 'target', 'template'));
    const keys = listAt(manifest, 'spec', 'data').flatMap((entry) => textAt(entry, 'secretKey') ?? []);
    return [
      {
        name: textAt(manifest, 'spec', 'target', 'name') ?? name,
        keys: isOpen ? null : new Set(keys),
      },
    ];
  },
  /** cert-manager; keystores bring keys of their own. */
  Certificate({ manifest }) {
    const isPlain =
      !isMap(at(manifest, 'spec', 'keystores')) &&
      listAt(manifest, 'spec', 'additionalOutputFormats').length === 0;
    return [{ name: textAt(manifest, 'spec', 'secretName') ?? '', keys: isPlain ? certificateKeys : null }];
  },
  /** cert-manager again, asked by an annotation of the Ingress. */
  Ingress({ manifest }) {
    const annotations = Object.keys(textsAt(manifest, 'metadata', 'annotations'));
    const isAsked = annotations.some((key) =>
      /^cert-manager\.io\/(cluster-)?issuer$|^kubernetes\.io\/tls-acme$/.test(key),
    );
    return listAt(manifest, 'spec', 'tls').flatMap((entry) =>
      isAsked ? { name: textAt(entry, 'secretName') ?? '', keys: certificateKeys } : [],
    );
  },
  SealedSecret: ({ manifest, name }) => [
    {
      name: textAt(manifest, 'spec', 'template', 'metadata', 'name') ?? name,
      keys: new Set([
        ...Object.keys(mapAt(manifest, 'spec', 'encryptedData')),
        ...Object.keys(mapAt(manifest, 'spec', 'template', 'data')),
      ]),
    },
  ],
  /** The Secrets Store CSI driver. */
  SecretProviderClass: ({ manifest }) =>
    listAt(manifest, 'spec', 'secretObjects').map((secret) => ({
      name: textAt(secret, 'secretName') ?? '',
      keys: new Set(listAt(secret, 'data').flatMap((entry) => textAt(entry, 'key') ?? [])),
    })),
};
