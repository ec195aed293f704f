/**
 * A template of ours in a copy of the chart: it prints what Helm merged the values to and the notes, which `helm template`
 * keeps to itself. Helm executes it first, because of its depth, so it sees values that no template has changed yet.
 */
import type { DataMap } from '../../kubernetes/data.ts';
import { packageFiles, type ChartFile } from '../charts/package.ts';
import type { PrintedText } from './output.ts';

const path = `templates/${'k8s-deploy/'.repeat(24)}probe.yaml`;

export function withProbe(name: string, files: readonly ChartFile[]): Buffer {
  const hasNotes = files.some((file) => file.path === 'templates/NOTES.txt');
  const notes = hasNotes ? `(include "${name}/templates/NOTES.txt" .)` : '""';
  const content = Buffer.from(`{{ dict "values" .Values "notes" ${notes} | toJson }}\n`);
  return packageFiles(name, [...files, { path, content }]);
}

export interface Probed {
  readonly values: DataMap;
  readonly notes: string;
}

/** What the probe printed, and the rest. */
export function takeProbe(texts: readonly PrintedText[]): {
  readonly probed: Probed;
  readonly texts: PrintedText[];
} {
  const isProbe = ({ template }: PrintedText): boolean => template.endsWith(`/${path}`);
  const probe = texts.find(isProbe)?.text ?? '{"values":{},"notes":""}';
  return { probed: JSON.parse(probe) as Probed, texts: texts.filter((each) => !isProbe(each)) };
}
