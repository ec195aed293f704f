/** From text to the one YAML document in it. Knows the grammar and its limits, and nothing of what the data mean. */
import { Composer, Lexer, Parser, type CST, type Document, type ErrorCode, type YAMLError } from 'yaml';
import type { Lines } from './position.ts';
import { StackFileError, type Problem } from './problem.ts';
import { yamlLimits } from './yaml-limits.ts';

/** Throws a `StackFileError` with every syntax error, none of which quotes the file: the text may be a secret. */
export function parseSyntax(text: string, file: string, lines: Lines): Document.Parsed {
  const refuse = (offset: number, message: string): never => {
    throw new StackFileError([problemAt(offset, message)]);
  };
  const problemAt = (offset: number, message: string): Problem => ({
    file,
    ...lines.at(offset),
    path: '',
    message,
  });

  const control = /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(text);
  if (control !== null) {
    const code = (control[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    refuse(
      control.index,
      `the character U+${code} is not allowed in YAML; write it as an escape in double quotes`,
    );
  }
  const document = compose(tokensOf(text, refuse));
  const errors = [...document.errors, ...document.warnings];
  if (errors.length > 0) {
    const problems = errors.map((error) => problemAt(error.pos[0], syntaxMessage(error)));
    const first = new Map(problems.toReversed().map((problem) => [problem.line, problem]));
    throw new StackFileError(
      new StackFileError([...first.values()]).problems.slice(0, yamlLimits.syntaxErrors),
    );
  }
  return document;
}

/** The concrete syntax of one document. The limits are kept here because the composer recurses and the parser does not. */
function tokensOf(text: string, refuse: (offset: number, message: string) => never): CST.Token[] {
  const tokens: CST.Token[] = [];
  const parser = new Parser();
  let lexemes = 0;
  let documents = 0;
  let previous = '';
  const take = (produced: Iterable<CST.Token>): void => {
    for (const token of produced) {
      if (token.type === 'directive') refuse(token.offset, 'YAML directives ("%") are not supported');
      if (token.type === 'document' && ++documents > 1) {
        refuse(token.offset, 'expected one YAML document, found another; keep each in a file of its own');
      }
      tokens.push(token);
    }
  };
  for (const lexeme of new Lexer().lex(text)) {
    if (previous !== startOfPlainText && isOpenQuote(lexeme))
      refuse(parser.offset, 'this quote is never closed');
    previous = lexeme;
    take(parser.next(lexeme));
    // The document and the scalar being read are on the stack, too.
    if (parser.stack.length > yamlLimits.depth + 2) {
      refuse(parser.offset, `maps and lists are nested more than ${yamlLimits.depth} deep`);
    }
    if (++lexemes > yamlLimits.tokens)
      refuse(parser.offset, `the file has more than ${yamlLimits.tokens} tokens`);
  }
  take(parser.end());
  return tokens;
}

/** The lexer puts it before unquoted and block text, whose first character may be a quote that opens nothing. */
const startOfPlainText = '\u001f';

function isOpenQuote(lexeme: string): boolean {
  return /^["']/.test(lexeme) && (lexeme.length === 1 || !lexeme.endsWith(lexeme.charAt(0)));
}

function compose(tokens: readonly CST.Token[]): Document.Parsed {
  // A quarter of a million syntax errors are possible below the limits; with a stack trace each they take seconds.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    // Duplicate keys are found in yaml-tree.ts: the library's own check takes time quadratic in the size of a map.
    const options = {
      version: '1.2',
      schema: 'core',
      merge: false,
      resolveKnownTags: false, // no !!binary, !!set and the like: JSON has none
      uniqueKeys: false,
      prettyErrors: false,
    } as const;
    const [document] = new Composer(options).compose(tokens, true, 0);
    if (document === undefined) throw new TypeError('the YAML composer yielded no document');
    return document;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The library's sentence where it is a constant; ours where it would quote the file. */
function syntaxMessage({ code, message }: YAMLError): string {
  const own = ownMessages[code];
  return `not valid YAML: ${own ?? message.charAt(0).toLowerCase() + message.slice(1)}`;
}

const ownMessages: Readonly<Record<ErrorCode, string | null>> = {
  ALIAS_PROPS: 'an alias ("*name") can have neither an anchor nor a tag',
  BAD_ALIAS: 'the name of an anchor or alias is empty or ends in ":"',
  BAD_COLLECTION_TYPE: 'this tag does not go with this kind of value',
  BAD_DIRECTIVE: 'bad directive',
  BAD_DQ_ESCAPE: 'unknown escape after "\\" in double quotes; write "\\\\", or use single quotes',
  BAD_INDENT: null,
  BAD_PROP_ORDER: 'anchors and tags must stand between the indicator and the value',
  BAD_SCALAR_START: 'unquoted text cannot start with this character; put it in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a value cannot be the key of another; put text with ": " in it in quotes',
  BLOCK_IN_FLOW: null,
  DUPLICATE_KEY: 'duplicate key',
  IMPOSSIBLE: 'the parser lost its place',
  KEY_OVER_1024_CHARS: 'a key longer than 1024 characters',
  MISSING_CHAR: null,
  MULTILINE_IMPLICIT_KEY: 'a key must stand on one line; is a ":" or a quote missing?',
  MULTIPLE_ANCHORS: null,
  MULTIPLE_DOCS: 'expected one document',
  MULTIPLE_TAGS: null,
  NON_STRING_KEY: 'a key must be text',
  RESOURCE_EXHAUSTION: 'too deep',
  TAB_AS_INDENT: 'a tab cannot indent; use spaces',
  TAG_RESOLVE_FAILED: 'unknown tag ("!"); put text that starts with "!" in quotes',
  UNEXPECTED_TOKEN: 'something is here that cannot stand here',
};
