/** A trace of the bundle in the lines of our source, by the maps beside it. They are read only now that something has broken. */
import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Of a place that no map knows, such as one in a package, the trace stays as it is. */
export function sourceTrace(stack: string): string {
  const maps = new Map<string, SourceMap | null>();
  return stack.replaceAll(
    /(file:\/\/[^\s()]+\.js):(\d+):(\d+)/g,
    (place, url: string, line: string, column: string) => {
      if (!maps.has(url)) maps.set(url, mapOf(url));
      const origin = maps.get(url)?.findOrigin(Number(line), Number(column));
      if (origin === undefined || !('fileName' in origin) || origin.fileName === undefined) return place;
      return `${origin.fileName.replace(/^(\.\.\/)+/, '')}:${origin.lineNumber}:${origin.columnNumber}`;
    },
  );
}

function mapOf(url: string): SourceMap | null {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, 'utf8')) as SourceMapPayload);
  } catch {
    return null; // run from the source, or without maps
  }
}
