import type { Operation } from '../deploy/steps.ts';
import type { Style } from './terminal.ts';

/** The signs of the field: the same as Terraform, Pulumi and diff use. */
export const marks = { warning: '!', info: 'i' } as const;

export const operationMarks: Record<
  Operation,
  { readonly mark: string; readonly style: Style; readonly word: string }
> = {
  create: { mark: '+', style: 'green', word: 'to create' },
  update: { mark: '~', style: 'yellow', word: 'to update' },
  replace: { mark: '±', style: 'magenta', word: 'to replace' },
  delete: { mark: '-', style: 'red', word: 'to delete' },
  forget: { mark: '-', style: 'dim', word: 'to forget' },
  import: { mark: '=', style: 'cyan', word: 'to import' },
  read: { mark: '>', style: 'dim', word: 'to read' },
  same: { mark: ' ', style: 'dim', word: 'unchanged' },
};

export const operations = [
  'create',
  'update',
  'replace',
  'delete',
  'forget',
  'import',
  'read',
  'same',
] as const;
