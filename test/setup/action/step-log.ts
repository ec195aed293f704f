/** The log of a step as the runner reads it: commands are obeyed and not shown, unless they stand between `::stop-commands::TOKEN` and `::TOKEN::`. */

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly message: string;
  /** file, line, endLine, col, endColumn, title */
  readonly properties: Readonly<Record<string, string>>;
}

export interface StepLog {
  /** What people see, without anything masked: redaction has to do without it. */
  readonly text: string;
  readonly annotations: readonly Annotation[];
  /** Every command but annotations and masks, by its name. */
  readonly commands: readonly string[];
  /** Of `::add-mask::`, with the number of lines of text that were shown before. */
  readonly masks: readonly { readonly value: string; readonly after: number }[];
}

/** `lines`: of both streams, as they came. */
export function stepLog(lines: readonly string[]): StepLog {
  const shown: string[] = [];
  const annotations: Annotation[] = [];
  const commands: string[] = [];
  const masks: { value: string; after: number }[] = [];
  let resume: string | null = null;
  for (const line of lines) {
    const command = commandIn(line);
    if (command === null || (resume !== null && command.name !== resume)) {
      shown.push(line);
      continue;
    }
    const { name, properties, message } = command;
    if (resume !== null) resume = null;
    else if (name === 'stop-commands') resume = message;
    else if (name === 'add-mask') masks.push({ value: message, after: shown.length });
    else if (name === 'error' || name === 'warning' || name === 'notice')
      annotations.push({ level: name, message, properties });
    else commands.push(name);
  }
  return { text: shown.join('\n'), annotations, commands, masks };
}

/** `warning deploy/deploy.yaml:12 title: message`: what a person sees of it. */
export const annotationLine = ({ level, message, properties: { file, line, title } }: Annotation): string =>
  [
    level,
    ...(file === undefined ? [] : [line === undefined ? file : `${file}:${line}`]),
    title === undefined ? message : `${title}: ${message}`,
  ].join(' ');

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** `::NAME key=value,key=value::MESSAGE` at the start of a line; `##[NAME …]MESSAGE` anywhere in it. */
function commandIn(line: string): Command | null {
  const [, name, properties = '', message = ''] =
    /^\s*::([^\s:]+)(?: ([^]*?))?::([^]*)$/.exec(line) ??
    /##\[([^\s\]]+)(?: ([^\]]*))?\]([^]*)$/.exec(line) ??
    [];
  if (name === undefined) return null;
  const pairs = properties.split(/[,;]/).flatMap((pair) => {
    const [, key, value = ''] = /^\s*([^=]+)=([^]*)$/.exec(pair) ?? [];
    return key === undefined ? [] : [[key, unescaped(value)] as const];
  });
  return { name, properties: Object.fromEntries(pairs), message: unescaped(message) };
}

const unescaped = (text: string): string =>
  text
    .replaceAll(/%0d/gi, '\r')
    .replaceAll(/%0a/gi, '\n')
    .replaceAll(/%3a/gi, ':')
    .replaceAll(/%2c/gi, ',')
    .replaceAll('%25', '%');
