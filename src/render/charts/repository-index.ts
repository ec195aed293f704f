/** The index.yaml of a classic chart repository. Pure. */
import { helmString, parseHelmYaml } from './helm-yaml.ts';
import { ChartProblem } from './problem.ts';
import { isRecord } from './record.ts';

export interface IndexEntry {
  readonly version: string;
  readonly url: string; // absolute, or relative to the repository
  readonly digest: string | null; // sha256:… of the archive
}

export interface IndexLookup {
  /** Every version of the chart; `null` if the index does not know the chart. */
  readonly versions: readonly IndexEntry[] | null;
  /** Names of all charts of the repository. */
  readonly charts: readonly string[];
}

/**
 * Indexes have megabytes and name thousands of archives, so only the lines of the asked chart are parsed where the file
 * has the layout that Helm writes; otherwise all of it is.
 */
export function lookUpChart(text: string, chart: string): IndexLookup {
  return lookUpByLayout(text, chart) ?? lookUpInDocument(text, chart);
}

/** In a block map nothing but keys can stand at the map's own indentation, so lines are enough to tell charts apart. */
function lookUpByLayout(text: string, chart: string): IndexLookup | null {
  const start = /^entries:[ \t]*\r?$/m.exec(text);
  if (start === null) return null;
  const from = start.index + start[0].length;
  const end = /^[^\s#-]/m.exec(text.slice(from));
  const section = end === null ? text.slice(from) : text.slice(from, from + end.index);
  const keys = [...section.matchAll(/^ {2}(["']?)([A-Za-z0-9][\w.-]*)\1:[ \t]*\r?$/gm)];
  if (keys.length === 0) return null;
  const charts = keys.map(([, , name = '']) => name);
  const place = charts.indexOf(chart);
  if (place === -1) return { versions: null, charts };
  const lines = section.slice(keys[place]?.index, keys[place + 1]?.index);
  try {
    const versions = readEntries(parseHelmYaml(lines), chart);
    return versions === null ? null : { versions, charts };
  } catch {
    return null; // an alias to another chart's lines
  }
}

function lookUpInDocument(text: string, chart: string): IndexLookup {
  let document: unknown;
  try {
    document = parseHelmYaml(text);
  } catch {
    document = null;
  }
  const entries = isRecord(document) ? document['entries'] : undefined;
  if (!isRecord(entries)) {
    throw new ChartProblem(
      'configuration',
      'its index.yaml is not that of a chart repository',
      'Check the address: index.yaml has to lie beside the last step of the reference',
    );
  }
  return { versions: readEntries(entries, chart), charts: Object.keys(entries) };
}

function readEntries(entries: unknown, chart: string): IndexEntry[] | null {
  const list = isRecord(entries) && Object.hasOwn(entries, chart) ? entries[chart] : null;
  if (!Array.isArray(list)) return null;
  return list.filter(isRecord).flatMap((entry: Record<string, unknown>) => {
    const version = helmString(entry['version']);
    const urls: unknown = entry['urls'];
    const url = Array.isArray(urls) ? helmString(urls[0]) : null;
    if (version === null || url === null) return [];
    const hex = /^(?:sha256:)?([0-9a-f]{64})$/i.exec(helmString(entry['digest']) ?? '')?.[1]?.toLowerCase();
    return [{ version, url, digest: hex === undefined ? null : `sha256:${hex}` }];
  });
}
