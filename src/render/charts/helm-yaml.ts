/** YAML as Helm reads its own files: YAML 1.1, and a number or boolean where a string belongs becomes text. Pure. */
import { parseDocument, type Tags } from 'yaml';

/** Not known to Go's YAML library, which leaves such scalars strings. */
const unknownToGo = (tag: Tags[number]): boolean =>
  typeof tag === 'object' &&
  (tag.tag === 'tag:yaml.org,2002:timestamp' || ('format' in tag && tag.format === 'TIME'));

/** The document as plain data, integers as `bigint`. Throws the parser's error; alias bombs are one. */
export function parseHelmYaml(text: string): unknown {
  const document = parseDocument(text, {
    version: '1.1',
    intAsBigInt: true,
    uniqueKeys: false,
    logLevel: 'silent',
    customTags: (tags) => tags.filter((tag) => !unknownToGo(tag)),
  });
  const [error] = document.errors;
  if (error !== undefined) throw error;
  return document.toJS();
}

/** A scalar where Helm expects a string: `version: 1.10` is "1.1". Anything else is `null`. */
export function helmString(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  return typeof value === 'number' ? shortestFloat(value) : null;
}

/**
 * As sigs.k8s.io/yaml writes a float into a string: Go's `strconv.FormatFloat(value, 'g', -1, 32)`, the fewest digits
 * that are the same 32-bit float, with an exponent below 1e-4 and from 1e6 on.
 */
function shortestFloat(value: number): string {
  const single = Math.fround(value);
  if (!Number.isFinite(single)) return Number.isNaN(single) ? 'NaN' : single > 0 ? '+Inf' : '-Inf';
  let digits = 1;
  while (digits < 9 && Math.fround(Number(single.toPrecision(digits))) !== single) digits++;
  const [mantissa = '', exponent = '0'] = single.toExponential(digits - 1).split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(Number(`${mantissa}e${power}`));
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}
