/** A diff in a few lines of text, as tests read it. */
import { createHash } from 'node:crypto';
import { parse } from 'yaml';
import type { Data, DataMap } from '../../../../src/kubernetes/data.ts';
import { fieldText } from '../../../../src/kubernetes/field.ts';
import type { PlacedObject } from '../../../../src/plan/facts.ts';
import { diffData } from '../../../../src/plan/diff/index.ts';
import type { FieldChange, Folded, ObjectChange, TextLine } from '../../../../src/plan/plan.ts';

const marks = { added: '+', removed: '-', changed: '~' } as const;

export const fieldLine = ({ place, change, secret, before, after }: FieldChange): string => {
  const start = `${marks[change]} ${fieldText(place)}`;
  if (secret) return `${start} secret`;
  const values = { added: [after], removed: [before], changed: [before, after] }[change];
  return `${start} ${values.map((value) => JSON.stringify(value)).join(' → ')}`;
};

const foldedLine = ({ noise, count, places }: Folded): string =>
  `(${count} ${noise}) ${places.map(fieldText).join(' ')}`;

/** Fields, then what is folded. */
export const told = ({ fields, folded }: Pick<ObjectChange, 'fields' | 'folded'>): string[] => [
  ...fields.map(fieldLine),
  ...folded.map(foldedLine),
];

/** `sort`: `apps/v1 Deployment`. */
export function toldOf(before: Data, after: Data, sort: string): string[] {
  const [apiVersion = '', kind = ''] = sort.split(' ');
  return told(diffData(before, after, { apiVersion, kind }));
}

export const lineText = (line: TextLine): string =>
  line.mark === 'skipped'
    ? `… ${line.count}`
    : `${{ same: ' ', added: '+', removed: '-' }[line.mark]}${line.text}`;

/** An object as a release has it; its hash is that of the text. */
export function object(text: string, template: string | null = 'shop/templates/all.yaml'): PlacedObject {
  const manifest = parse(text) as DataMap;
  const { apiVersion, kind, metadata } = manifest as {
    apiVersion: string;
    kind: string;
    metadata: { name: string; namespace?: string };
  };
  const id = { apiVersion, kind, namespace: metadata.namespace ?? 'shop', name: metadata.name };
  return { id, manifest, template, hash: createHash('sha256').update(text).digest('hex') };
}
