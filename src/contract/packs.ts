/** Which rules are asked about a release. */
import type { DataMap } from '../kubernetes/data.ts';
import type { System } from '../systems/system.ts';
import { hardening } from './hardening/index.ts';
import { kubernetesPack } from './kubernetes/pack.ts';
import { packOf, type Pack } from './pack.ts';
import { references } from './references/references.ts';
import { valuesPack } from './values-pack.ts';

/** Of packs that are there without any system. The first three are on unless a contract says `without`. */
const always = ['kubernetes', 'references', 'values'] as const;
export const generalPacks: readonly string[] = [...always, 'hardening'];

export interface Choice {
  readonly packs: readonly string[];
  readonly without: readonly string[];
}

export const asUsual: Choice = { packs: [], without: [] };

export interface Chosen {
  /** The release's own, if it has one. */
  readonly system: string | null;
  readonly systems: readonly System[];
  /** CustomResourceDefinitions whose objects are validated, besides those that we know. */
  readonly crds: readonly DataMap[];
}

export function packsFor({ packs, without }: Choice, { system, systems, crds }: Chosen): Pack[] {
  const names = new Set(
    [...always, ...(system === null ? [] : [system]), ...packs].filter((name) => !without.includes(name)),
  );
  return [...names].map((name) => {
    switch (name) {
      case 'kubernetes':
        return kubernetesPack(crds);
      case 'references':
        return referencesPack;
      case 'values':
        return valuesPack;
      case 'hardening':
        return hardeningPack;
      default:
        return packOf(name, systems.find((one) => one.name === name)?.rules ?? [], { readsValues: true });
    }
  });
}

const referencesPack = packOf('references', references, { readsValues: false });
const hardeningPack = packOf('hardening', hardening, { readsValues: false });
