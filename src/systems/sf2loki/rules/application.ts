/** config.yaml itself: that there is one, that it is complete, and that nothing in it is only an example. */
import { at, textAt, type DataPath } from '../../../kubernetes/data.ts';
import type { Severity } from '../../rule.ts';
import { orgPaths } from '../config-path.ts';
import { unknownKeys } from '../known-keys.ts';
import { pathText } from '../../../stack/problem.ts';
import { configRule, configViolation, flawRule, flawsOf, installationRule } from './installation-rule.ts';

export const placeholderLists = flawRule(
  {
    id: 'SF-14',
    title: 'Lists have no entry that only shows what one looks like',
    why: 'Helm replaces lists as a whole, so an example entry of the chart stays until the list is given. sf2loki refuses to start with it, even where the source is off.',
    severity: 'error',
  },
  'Use the option sources, which clears them (value config.sources.…: []).',
);

const sampleHint =
  'Use the option sources, or give the value yourself if it is meant (values config.sources, config.sink.loki.labels).';

/** What the chart has as an example, and what it does to whoever keeps it. */
const examples: readonly {
  readonly path: DataPath;
  readonly value: string | number;
  readonly when?: DataPath;
  readonly effect: string;
  readonly severity?: Severity;
}[] = [
  {
    path: ['sources', 'pubsub', 'sample', '/event/ApiEventStream'],
    value: 0.25,
    effect: 'three of four events of this stream are dropped',
    severity: 'warning',
  },
  {
    path: ['sources', 'apexlog', 'users', 0],
    value: 'developer@example.com',
    when: ['sources', 'apexlog', 'enabled'],
    effect: 'the logs of nobody are read',
  },
  { path: ['salesforce', 'username'], value: 'svc@example.com', effect: 'Salesforce has no such user' },
  {
    path: ['sink', 'loki', 'labels', 'environment'],
    value: 'prod',
    effect: 'every stream says so, wherever it comes from',
  },
  {
    path: ['service', 'telemetry', 'endpoint'],
    value: 'https://otlp.example.com/v1/metrics',
    when: ['service', 'telemetry', 'enabled'],
    effect: 'the metrics go nowhere',
  },
];

export const liveExamples = configRule(
  {
    id: 'SF-15',
    title: 'No example of the chart’s configuration is left in force',
    why: 'Maps merge, so that what the chart’s values have as an example stays unless it is replaced or removed with null: a sample that drops events, a label, a user name.',
    severity: 'notice',
  },
  function* (config, _found, { given }) {
    for (const { path, value, when, effect, severity } of examples) {
      const isOn = when === undefined || at(config.data, ...when) === true;
      const isGiven = config.isOverride || isGivenAt(given, ['config', ...path]);
      if (!isOn || isGiven || at(config.data, ...path) !== value) continue;
      const message = `the chart’s example: ${effect}`;
      yield configViolation(config, { at: path, message }, sampleHint, severity);
    }
  },
);

/** Lists are given as a whole. */
const isGivenAt = (given: Parameters<typeof at>[0], path: DataPath): boolean =>
  at(given, ...(typeof path.at(-1) === 'number' ? path.slice(0, -1) : path)) !== undefined;

export const oneTopology = flawRule(
  {
    id: 'SF-16',
    title: 'config.yaml has either salesforce or orgs',
    why: 'sf2loki refuses to start with both or neither, and beside orgs it takes no sources. The chart’s defaults have salesforce and sources.',
    severity: 'error',
  },
  'Use the option salesforce or the option orgs (value config: with orgs, salesforce: null and sources: null).',
);

export const ownDomain = flawRule(
  {
    id: 'SF-17',
    title: 'Client credentials sign in at the My Domain',
    why: 'The common hosts login.salesforce.com and test.salesforce.com refuse client credentials, and sf2loki refuses to start with them.',
    severity: 'error',
  },
  'Use the option salesforce.loginUrl (value config.salesforce.login_url: https://NAME.my.salesforce.com).',
);

/** Versions of sf2loki whose keys we know. */
const knownVersions = /^(0\.2|1\.0)\./;

export const knownKeys = configRule(
  {
    id: 'SF-18',
    title: 'config.yaml has only keys that sf2loki knows',
    why: 'sf2loki does not start with a key that it does not know. The keys are those of 0.2 and 1.0; what a later version knows is not judged here.',
    severity: 'warning',
  },
  function* (config, _found, { chart }) {
    const isKnown = knownVersions.test(chart.appVersion ?? '');
    for (const flaw of unknownKeys(config.data)) {
      if (isKnown)
        yield configViolation(
          config,
          { ...flaw, isSecret: true },
          'Correct or remove it, where the message points to (value config).',
        );
      else
        yield {
          notChecked: `${pathText(flaw.at)} of config.yaml: the keys of sf2loki ${chart.appVersion ?? 'of no known version'}`,
        };
    }
  },
);

export const readableConfig = installationRule(
  {
    id: 'sf2loki/config',
    title: 'The container reads a config.yaml that is there and well-formed',
    why: 'sf2loki is started with --config and a path. What is mounted there must be a YAML map, with all that it needs to sign in and to deliver; otherwise it ends at once.',
    severity: 'error',
  },
  function* (found, subject) {
    const { config } = found;
    const hint =
      'Use the options salesforce, loki and config, or configOverride (values config, configOverride).';
    if ('notChecked' in config) yield config;
    else if ('message' in config) yield { ...config, hint };
    else {
      for (const flaw of flawsOf(null, config, found, subject)) yield configViolation(config, flaw, hint);
      if ((textAt(config.data, 'sink', 'loki', 'url') ?? '') === '') {
        const message = 'sf2loki must know where the events go';
        yield configViolation(config, { at: ['sink', 'loki', 'url'], message }, hint);
      }
      for (const org of orgPaths(config.data)) {
        const path = [...org, 'salesforce', 'client_id'];
        if (
          at(config.data, ...org, 'salesforce') === undefined ||
          (textAt(config.data, ...path) ?? '') !== ''
        )
          continue;
        const message = 'Salesforce must know the connected app: its consumer key';
        yield configViolation(config, { at: path, message }, hint);
      }
    }
  },
);
