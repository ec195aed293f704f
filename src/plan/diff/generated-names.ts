/** Names that Pulumi completes: `creds-b108a986` in the cluster, `creds-xxxxxxxx` where nothing is deployed (`offlineName`). */

const placeholder = /-xxxxxxxx(?![A-Za-z0-9])/;
/** What stands in front is a part of the name: the same eight characters behind another one are another name. */
const generated =
  /(?<![A-Za-z0-9])([A-Za-z0-9][A-Za-z0-9.-]{0,252}?)-(?:[0-9a-f]{8}|xxxxxxxx)(?![A-Za-z0-9])/g;

/**
 * Both texts with the placeholder in the place of a name that the other text has as a placeholder. Two generated names that differ stay so: one
 * may be the hash of a commit in an image's tag, or a rotated Secret.
 */
export function settled(before: string, after: string): readonly [string, string] {
  const [stemsBefore, stemsAfter] = [openStems(before), openStems(after)];
  return [inPlaceOf(stemsAfter, before), inPlaceOf(stemsBefore, after)];
}

export function isGeneratedTwin(before: string, after: string): boolean {
  if (!placeholder.test(before) && !placeholder.test(after)) return false;
  const [was, is] = settled(before, after);
  return before !== after && was === is;
}

const openStems = (text: string): ReadonlySet<string> =>
  placeholder.test(text)
    ? new Set([...text.matchAll(generated)].flatMap(([name, stem = '']) => (name.endsWith('x') ? stem : [])))
    : new Set();

const inPlaceOf = (stems: ReadonlySet<string>, text: string): string =>
  stems.size === 0
    ? text
    : text.replaceAll(generated, (name, stem: string) => (stems.has(stem) ? `${stem}-xxxxxxxx` : name));
