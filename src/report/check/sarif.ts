/** SARIF 2.1.0, as GitHub's code scanning reads it. */
import { createHash } from 'node:crypto';
import type { Log, Notification, PhysicalLocation, ReportingDescriptor, Result } from 'sarif';
import type { CheckResult, SourcePosition } from '../../contract/finding.ts';
import type { Severity } from '../../systems/rule.ts';
import { visible } from './printable.ts';
import { placeText, plural, severities, unjudgedRules, whereText, type Found } from './wording.ts';

/** What a report says of a rule besides its findings. */
export interface RuleDescription {
  readonly title: string;
  readonly why: string;
  readonly severity: Severity;
}

/** GitHub refuses a run with more. */
const mostResults = 25_000;

const levels = { error: 'error', warning: 'warning', notice: 'note' } as const;

export function checkSarif(
  result: CheckResult,
  rules: ReadonlyMap<string, RuleDescription>,
  { version }: { readonly version: string },
): Log {
  const ids = [...new Set(result.findings.map(({ rule }) => rule))].toSorted();
  const index = new Map(ids.map((id, position) => [id, position]));
  const ranked = severities.flatMap((severity) => result.findings.filter((one) => one.severity === severity));
  const shown = ranked.slice(0, mostResults);
  const leftOut = ranked.length - shown.length;
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'k8s-deploy', version, rules: ids.map((id) => descriptor(id, rules.get(id))) },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { SRCROOT: { description: { text: 'The folder that was checked' } } },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: [
              ...unjudgedRules(result.unjudged).map(({ rule, reason, cases }) =>
                notification(`${rule} was not checked in ${plural(cases, 'case')}: ${reason}`),
              ),
              ...(leftOut === 0 ? [] : [notification(`${plural(leftOut, 'result')} were left out`)]),
            ],
          },
        ],
        results: shown.map((finding) => sarifResult(finding, index.get(finding.rule) ?? -1)),
      },
    ],
  };
}

function descriptor(id: string, rule: RuleDescription | undefined): ReportingDescriptor {
  if (rule === undefined) return { id };
  return {
    id,
    shortDescription: { text: plain(rule.title) },
    fullDescription: { text: plain(rule.why) },
    help: { text: plain(rule.why) },
    defaultConfiguration: { level: levels[rule.severity] },
  };
}

const notification = (text: string): Notification => ({ level: 'note', message: { text: plain(text) } });

function sarifResult(finding: Found, ruleIndex: number): Result {
  const { rule, severity, message, hint, source, waiver, release, stack, template, alsoIn } = finding;
  const where = whereText(finding);
  const place = placeText(finding);
  const text = [message, ...(hint === null || hint === '' ? [] : [hint])].join('\n');
  const logicalLocations = where === '' ? [] : [{ fullyQualifiedName: visible(where), kind: 'object' }];
  const isSomewhere = source !== null || logicalLocations.length > 0;
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[severity],
    message: { text: plain(text).trim() === '' ? 'There is no message.' : plain(text) },
    ...(isSomewhere && {
      locations: [
        {
          ...(source !== null && { physicalLocation: physicalLocation(source) }),
          ...(logicalLocations.length > 0 && { logicalLocations }),
        },
      ],
    }),
    partialFingerprints: { 'k8sDeploy/v1': fingerprint(finding) },
    suppressions:
      waiver === null
        ? []
        : [
            {
              kind: 'external',
              status: 'accepted',
              justification: plain(`${waiver.reason} (until ${waiver.until})`),
            },
          ],
    properties: { place, release, stack, template, alsoIn },
  };
}

const physicalLocation = ({ file, line, column }: SourcePosition): PhysicalLocation => ({
  artifactLocation: { uri: uriOf(file), uriBaseId: 'SRCROOT' },
  region: { startLine: line, startColumn: column },
});

const uriOf = (file: string): string =>
  file
    .toWellFormed()
    .split(/[/\\]/)
    .map((part) => encodeURIComponent(part))
    .join('/');

/** The same finding of another run, though lines have moved. Tests of suites fail in one way more often than cases do. */
function fingerprint({ rule, release, stack, case: name, object, path, message, source }: Found): string {
  const test = rule.startsWith('suite/') ? [name] : [];
  const identity = JSON.stringify([
    rule,
    release,
    stack,
    object,
    path,
    message,
    source?.file ?? null,
    ...test,
  ]);
  return createHash('sha256').update(identity).digest('hex').slice(0, 32);
}

/** `[text](target)` would be a link. */
const plain = (text: string): string => visible(text).replaceAll('](', '] (');
