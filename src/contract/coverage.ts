/** Which templates, branches and values of the charts the cases reached. */
import { at, isMap, type Data, type DataMap, type DataPath } from '../kubernetes/data.ts';
import type { Render } from '../kubernetes/rendered.ts';
import type { Branch, ChartFacts } from '../render/renderer.ts';
import { pathText } from '../stack/problem.ts';
import type { ChartCoverage, CoverageOf } from './finding.ts';

/** Counts for one chart, over all its cases. */
export class ChartCount {
  readonly #facts: ChartFacts;
  readonly #templates = new Set<string>();
  readonly #branches = new Set<number>();
  readonly #values = new Set<string>();
  readonly #leaves: readonly DataPath[];

  constructor(facts: ChartFacts) {
    this.#facts = facts;
    this.#leaves = leavesIn(facts.values);
  }

  /** `reached`: indices of branches; null if the renderer cannot tell. */
  add(render: Render, reached: readonly number[] | null, given: DataMap): void {
    for (const { template } of render.objects) this.#templates.add(template);
    for (const branch of reached ?? []) this.#branches.add(branch);
    for (const leaf of this.#leaves) {
      const set = givenAt(given, leaf);
      if (set !== undefined && !isSame(set, at(this.#facts.values, ...leaf))) {
        this.#values.add(pathText(leaf));
      }
    }
  }

  /** Besides those of cases; see `branchKeys`. */
  addBranches(keys: ReadonlySet<string>): void {
    for (const [index, key] of branchKeys(this.#facts).entries())
      if (keys.has(key)) this.#branches.add(index);
  }

  result(): ChartCoverage {
    const { name, templates, branches } = this.#facts;
    const making = templates.filter((template) => !isPartial(template));
    return {
      chart: name,
      templates: part(making, (template) => this.#templates.has(template)),
      branches: part((branches ?? []).map(branchText), (_, index) => this.#branches.has(index)),
      values: part(this.#leaves.map(pathText), (leaf) => this.#values.has(leaf)),
    };
  }
}

/** Helm takes no object from helpers and notes. */
const isPartial = (template: string): boolean => {
  const file = template.slice(template.lastIndexOf('/') + 1);
  return file.startsWith('_') || file === 'NOTES.txt';
};

/** The branches of a chart by names that are the same for its folder and its archive, whose files may come in another order. */
export function branchKeys({ branches }: Pick<ChartFacts, 'branches'>): string[] {
  const seen = new Map<string, number>();
  return (branches ?? []).map((branch) => {
    const text = branchText(branch);
    const before = seen.get(text) ?? 0; // on the same line
    seen.set(text, before + 1);
    return `${text} ${before}`;
  });
}

const branchText = ({ template, line, text }: Branch): string => `${template}:${line} ${text}`;

const part = (items: readonly string[], isReached: (item: string, index: number) => boolean): CoverageOf => {
  const missed = items.filter((item, index) => !isReached(item, index));
  return { reached: items.length - missed.length, total: items.length, missed };
};

/** A list is one value: Helm replaces it as a whole. */
function leavesIn(value: Data, path: DataPath = []): DataPath[] {
  if (!isMap(value) || Object.keys(value).length === 0) return path.length === 0 ? [] : [path];
  return Object.entries(value).flatMap(([key, below]) => leavesIn(below, [...path, key]));
}

/** What the case gives for it; a null above it removes it. */
function givenAt(given: DataMap, path: DataPath): Data | undefined {
  for (let length = 1; length < path.length; length++) {
    if (at(given, ...path.slice(0, length)) === null) return null;
  }
  return at(given, ...path);
}

const isSame = (a: Data, b: Data | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);
