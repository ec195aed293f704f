/**
 * Takes out of the messages of a test what nobody may read there: what its values have under names of secrets, what the Secrets of its render hold,
 * and, where a Secret is compared, what was expected of it.
 */
import { parseAllDocuments } from 'yaml';
import { isMap, textAt, type Data, type DataMap } from '../../kubernetes/data.ts';
import type { AssertFailure, SuiteTestRun } from '../../render/suite-runs.ts';
import { confidential, type Hide } from '../confidential.ts';

const withheldText = '(not shown: a Secret holds what was found)';

/** The renderer tells `given` and `secrets` of tests that did not pass; of others there is no message. */
export function hiderOf({ given, secrets, asserts, error }: SuiteTestRun): Hide {
  const kept = asserts.flatMap(({ failures }) => failures.flatMap(({ expected }) => secretsIn(expected)));
  const objects = [...(secrets ?? []), ...kept].map((manifest) => ({
    manifest,
    name: textAt(manifest, 'metadata', 'name') ?? '',
    namespace: null,
  }));
  return confidential(given ?? {}, error === '' ? objects : null);
}

/** What is expected of a secret value is mostly the secret itself, or what it was before. */
export function hiddenFailure(failure: AssertFailure, hide: Hide): AssertFailure {
  const { message, expected, actual } = failure;
  const shown = { message: hide(message), expected: hide(expected), actual: hide(actual) };
  const isTold = expected !== '' && shown.expected === expected && expected !== actual;
  const isSecret = shown.actual !== actual && isTold && secretsIn(expected).length === 0;
  return { ...failure, ...shown, ...(isSecret && { expected: withheldText }) };
}

/** Manifests of Secrets in a text of YAML, such as that of a snapshot. */
function secretsIn(text: string): DataMap[] {
  if (!text.includes('Secret')) return [];
  try {
    const documents = parseAllDocuments(text, { logLevel: 'silent' });
    const all = Array.isArray(documents) ? documents : [];
    return all
      .map((document) => document.toJS({ maxAliasCount: 100 }) as Data)
      .filter(isMap)
      .filter(({ kind }) => kind === 'Secret');
  } catch {
    return [];
  }
}
