/** `--report FORMAT=FILE`, as several commands take it. */
import { resolve } from 'node:path';
import { Failure } from '../stack/failure.ts';
import { suggestion } from '../stack/nearest.ts';

export interface FileReport<Format extends string> {
  readonly format: Format;
  /** Absolute. */
  readonly file: string;
}

/** `html=plan.html`, seen from the working directory. Throws a `Failure` (configuration) that names every one that is wrong. */
export function parseReports<Format extends string>(
  texts: readonly string[],
  formats: readonly Format[],
): FileReport<Format>[] {
  const problems: string[] = [];
  const reports = texts.flatMap((text) => {
    const [name = '', ...rest] = text.split('=');
    const format = formats.find((one) => one === name);
    const file = rest.join('=');
    if (format === undefined)
      problems.push(`--report ${text}: there is no format "${name}"${suggestion(name, formats)}`);
    else if (file === '') problems.push(`--report ${text}: the file is missing`);
    else return [{ format, file: resolve(file) }];
    return [];
  });
  if (problems.length === 0) return reports;
  throw new Failure('configuration', problems.join('\n'), {
    hint: `--report FORMAT=FILE; formats are ${formats.join(', ')}`,
  });
}
