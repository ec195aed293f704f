/** From the YAML library's document to our tree: aliases followed, keys unique and textual, values that JSON can hold. */
import { isAlias, isMap, isScalar, isSeq, type Document, type Node, type Pair, type Scalar } from 'yaml';
import type { FieldPath } from './desired.ts';
import type { DataNode, MapEntry, ScalarNode } from './node.ts';
import type { Lines, Position } from './position.ts';
import { pathText, StackFileError, quoted, type Problem } from './problem.ts';
import { yamlLimits } from './yaml-limits.ts';

/** A finished subtree. An alias shares it, and counts as often as it is repeated. */
interface Built {
  readonly node: DataNode;
  readonly nodes: number;
  readonly height: number;
}

/** Throws a `StackFileError` with every problem, or with the first limit that is passed. */
export function treeOf(document: Document.Parsed, file: string, lines: Lines): DataNode {
  const builder = new TreeBuilder(file, lines);
  const { node } = builder.build(document.contents, [], 0, lines.at(0));
  if (builder.problems.length > 0) throw new StackFileError(builder.problems);
  return node;
}

class TreeBuilder {
  readonly problems: Problem[] = [];
  readonly #file: string;
  readonly #lines: Lines;
  readonly #anchors = new Map<string, Built | 'open'>();
  #nodes = 0;
  #aliases = 0;

  constructor(file: string, lines: Lines) {
    this.#file = file;
    this.#lines = lines;
  }

  build(source: Node | null, path: FieldPath, depth: number, fallback: Position): Built {
    const at = source?.range ? this.#lines.at(source.range[0]) : fallback;
    if (isAlias(source)) return this.#alias(source.source, path, depth, at);
    const anchor = isMap(source) || isSeq(source) || isScalar(source) ? source.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, 'open');
    const before = this.#nodes;
    this.#count(1, isMap(source) || isSeq(source) ? depth + 1 : depth, path, at);
    let height = 0;
    const inside = (child: Node | null, step: string | number, place: Position): DataNode => {
      const built = this.build(child, [...path, step], depth + 1, place);
      height = Math.max(height, built.height);
      return built.node;
    };
    let node: DataNode;
    if (isMap(source))
      node = {
        kind: 'map',
        at,
        entries: this.#entries(source.items as Pair<Node, Node | null>[], path, inside),
      };
    else if (isSeq(source)) {
      node = { kind: 'list', at, items: source.items.map((item, index) => inside(item as Node, index, at)) };
    } else node = this.#scalar(isScalar(source) ? source : null, path, at);
    const built = { node, nodes: this.#nodes - before, height: node.kind === 'scalar' ? 0 : height + 1 };
    if (anchor !== undefined) this.#anchors.set(anchor, built);
    return built;
  }

  #entries(
    pairs: readonly Pair<Node, Node | null>[],
    path: FieldPath,
    inside: (child: Node | null, step: string, place: Position) => DataNode,
  ): Map<string, MapEntry> {
    const entries = new Map<string, MapEntry>();
    for (const { key: source, value } of pairs) {
      const keyAt = this.#lines.at(source.range?.[0] ?? 0);
      const key = isScalar(source) ? source.value : null;
      if (typeof key !== 'string') {
        this.#add(path, keyAt, 'a key must be text; put it in quotes');
        continue;
      }
      const refusal = keyRefusal(key, entries.get(key));
      if (refusal !== null) this.#add([...path, key], keyAt, refusal);
      const node = inside(value, key, keyAt);
      if (refusal === null) entries.set(key, { keyAt, node });
    }
    return entries;
  }

  #scalar(source: Scalar | null, path: FieldPath, at: Position): ScalarNode {
    const value = source?.value ?? null;
    const refusal = source === null ? null : scalarRefusal(source);
    if (refusal !== null) this.#add(path, at, refusal);
    const plain =
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
    return { kind: 'scalar', value: plain, at };
  }

  #alias(name: string, path: FieldPath, depth: number, at: Position): Built {
    if (++this.#aliases > yamlLimits.aliases)
      this.#refuse(path, at, `more than ${yamlLimits.aliases} aliases`);
    const target = this.#anchors.get(name);
    if (target === undefined || target === 'open') {
      const message =
        target === 'open'
          ? 'the alias stands inside of what it repeats'
          : 'no anchor of this name stands before the alias';
      this.#add(path, at, message);
      return { node: { kind: 'scalar', value: null, at }, nodes: 1, height: 0 };
    }
    this.#count(target.nodes, depth + target.height, path, at);
    return { ...target, node: { ...target.node, at } };
  }

  #count(nodes: number, depth: number, path: FieldPath, at: Position): void {
    this.#nodes += nodes;
    if (this.#nodes > yamlLimits.nodes) {
      this.#refuse(
        path,
        at,
        `more than ${yamlLimits.nodes} values, counting each time that an alias repeats them`,
      );
    }
    if (depth > yamlLimits.depth)
      this.#refuse(path, at, `maps and lists are nested more than ${yamlLimits.depth} deep`);
  }

  #add(path: FieldPath, at: Position, message: string): void {
    this.problems.push({ file: this.#file, ...at, path: pathText(path), message });
  }

  #refuse(path: FieldPath, at: Position, message: string): never {
    this.#add(path, at, message);
    throw new StackFileError(this.problems);
  }
}

function keyRefusal(key: string, before: MapEntry | undefined): string | null {
  if (before !== undefined) return `duplicate key ${quoted(key)}; the first is in line ${before.keyAt.line}`;
  if (key === '<<') return 'merge keys ("<<") are not supported; write the entries out';
  if (key === '__proto__') return 'the key "__proto__" is not supported';
  return null;
}

/**
 * Why a scalar would not mean the same to everyone, or `null`. Helm reads YAML 1.1 (sigs.k8s.io/yaml); what it would take
 * for something else than YAML 1.2 does is refused, not guessed. The value is not quoted: it may be a secret.
 */
function scalarRefusal({ value, source, type, tag }: Scalar): string | null {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return 'infinity and NaN are not supported; Helm values are JSON';
  }
  if (type !== 'PLAIN' || source === undefined || tag !== undefined) return null;
  if (booleansOfHelm.test(source)) {
    return 'without quotes this is a boolean for Helm (YAML 1.1) and text in YAML 1.2; write true or false, or put it in quotes';
  }
  if (
    typeof value === 'string'
      ? numbersOfHelm.test(source.replaceAll('_', '')) && !source.startsWith('_')
      : isOctalForHelm(source)
  ) {
    return 'without quotes this is another number for Helm (YAML 1.1) than in YAML 1.2; write it in decimal digits only, or put it in quotes';
  }
  if (
    typeof value === 'number' &&
    Number.isInteger(value) &&
    !Number.isSafeInteger(value) &&
    !/[.e]/i.test(source)
  ) {
    return 'a number of this size loses digits; put it in quotes';
  }
  return null;
}

const booleansOfHelm = /^([yY]|yes|Yes|YES|[nN]|no|No|NO|on|On|ON|off|Off|OFF)$/;
const numbersOfHelm = /^[-+]?(0[bB][01]+|0[xX][0-9a-fA-F]+|0[oO][0-7]+|(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?)$/;

function isOctalForHelm(source: string): boolean {
  return /^[-+]?0[0-7]+$/.test(source) && Number.parseInt(source, 8) !== Number.parseInt(source, 10);
}
