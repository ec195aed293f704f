import type { Operation } from '../deploy/steps.ts';
import type { Severity } from '../systems/rule.ts';
import type { Style } from './terminal.ts';

/** The signs of the field: the same as Terraform, Pulumi and diff use. */
export const marks = { warning: '!', info: 'i' } as const;

export const severityMarks: Record<Severity, { readonly mark: string; readonly style: Style }> = {
  error: { mark: '✗', style: 'red' },
  warning: { mark: marks.warning, style: 'yellow' },
  notice: { mark: marks.info, style: 'cyan' },
};

export const operationMarks: Record<Operation, { readonly mark: string; readonly style: Style }> = {
  create: { mark: '+', style: 'green' },
  update: { mark: '~', style: 'yellow' },
  replace: { mark: '±', style: 'magenta' },
  delete: { mark: '-', style: 'red' },
  forget: { mark: '-', style: 'dim' },
  import: { mark: '=', style: 'cyan' },
  read: { mark: '>', style: 'dim' },
  same: { mark: ' ', style: 'dim' },
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
