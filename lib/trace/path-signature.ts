import { hashText } from '../domain/hash-text';
import { at, intAt } from './at';
import type { Forest } from './build-forest';

/** What a path step is made of. */
export interface SignatureSpan {
  readonly name: string;
  readonly kind: number;
  readonly scopeName: string;
}

const COLLAPSED: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '<uuid>'],
  [/"[^"]*"|'[^']*'|`[^`]*`/g, '<text>'],
  [/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b/gi, '<hex>'],
  [/\d+/g, '#'],
];

/** A name without the parts that differ from run to run: digits, UUIDs, hex, quoted text. */
export function normaliseName(name: string): string {
  return COLLAPSED.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), name);
}

/**
 * The hash of a path: 16 hex digits, equal for equal paths of any forest.
 * @param above hash of the path it goes on from; `''` at a root
 */
export function pathHash(above: string, step: string): string {
  return hashText(`${above}/${step}`);
}

interface PathNode {
  /** -1 at the start of a path. */
  readonly above: number;
  readonly step: Step;
  readonly hash: string;
}

interface Step {
  /** Small number, equal for equal steps of one forest. */
  readonly id: number;
  readonly kind: number;
  readonly text: string;
  /** The step's name for reading. */
  readonly label: string;
  /** The same step several times in a row; null on such a step itself. */
  readonly again: Step | null;
  /** Of such a step the single one; null on a single step. */
  readonly single: Step | null;
}

/** The end of a path in which a step in a row is no step of its own. */
export interface PathPlace {
  /** Number of the path above the row; -1 for none. */
  readonly above: number;
  readonly step: Pick<Step, 'id' | 'text' | 'label'>;
  /** True on the path of the second and every further span of a row. */
  readonly repeats: boolean;
}

const STEPS_SHOWN = 12;

/**
 * The normalised way from the root to each span (audit-semantics 2.9): steps of scope family, kind and name; equal
 * consecutive steps count once, as `step+`. Equal paths have equal numbers here, and equal hashes everywhere. Paths are
 * interned step by step, so that a chain of 10,000 spans costs 10,000 steps and not their sum.
 */
export class PathSignatures {
  readonly #paths: PathNode[] = [];
  readonly #known = new Map<number, number>();
  readonly #pathOfNode: Int32Array;

  constructor(forest: Forest, spans: readonly SignatureSpan[]) {
    const steps = new StepReader();
    this.#pathOfNode = new Int32Array(forest.order.length);
    for (const node of forest.order) {
      const parent = intAt(forest.parent, node);
      const above = parent < 0 ? -1 : intAt(this.#pathOfNode, parent);
      const step = node < forest.spanCount ? steps.read(at(spans, node)) : steps.unknown;
      this.#pathOfNode[node] = this.#extend(above, step);
    }
  }

  #extend(above: number, step: Step): number {
    if (above < 0) return this.#intern(above, step);
    const last = at(this.#paths, above);
    if (last.step === step.again) return above;
    return last.step === step && step.again !== null ? this.#intern(last.above, step.again) : this.#intern(above, step);
  }

  #intern(above: number, step: Step): number {
    const key = (above + 1) * MOST_STEPS + step.id;
    const found = this.#known.get(key);
    if (found !== undefined) return found;
    const hash = pathHash(above < 0 ? '' : at(this.#paths, above).hash, step.text);
    this.#known.set(key, this.#paths.length);
    return this.#paths.push({ above, step, hash }) - 1;
  }

  /** Number of the span's path: equal for equal paths of this forest. */
  pathOf(node: number): number {
    return intAt(this.#pathOfNode, node);
  }

  /** Number of different paths. A path comes after the one above it. */
  get count(): number {
    return this.#paths.length;
  }

  placeOf(path: number): PathPlace {
    const { above, step } = at(this.#paths, path);
    return { above, step: step.single ?? step, repeats: step.single !== null };
  }

  /** 16 hex digits, equal for equal paths of any forest. */
  hashOf(node: number): string {
    return at(this.#paths, this.pathOf(node)).hash;
  }

  /** The path for reading, `a › b › c+`; of a long one, the last steps. */
  textOf(node: number): string {
    const steps: string[] = [];
    let path = this.pathOf(node);
    while (path >= 0 && steps.length < STEPS_SHOWN) {
      steps.push(at(this.#paths, path).step.label);
      path = at(this.#paths, path).above;
    }
    if (path >= 0) steps.push('…');
    return steps.reverse().join(' › ');
  }
}

/** Above the number of steps any session has, and small enough for (paths × steps) to stay an exact number. */
export const MOST_STEPS = 2 ** 24;

class StepReader {
  readonly #byScope = new Map<string, Map<string, Step>>();
  readonly #byText = new Map<string, Step>();
  /** The step of a parent that is not there. */
  readonly unknown = this.#step(0, '?', '?');

  /** Spans of one name and scope are nearly always of one kind, so that the name finds the step. */
  read({ scopeName, kind, name }: SignatureSpan): Step {
    const ofScope = this.#byScope.get(scopeName) ?? new Map<string, Step>();
    if (ofScope.size === 0) this.#byScope.set(scopeName, ofScope);
    const known = ofScope.get(name);
    if (known !== undefined && known.kind === kind) return known;
    const label = normaliseName(name);
    const step = this.#step(kind, `${normaliseName(scopeName)}:${kind}:${label}`, label);
    ofScope.set(name, step);
    return step;
  }

  #step(kind: number, text: string, label: string): Step {
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const id = this.#byText.size * 2;
    const again: Mutable<Step> = { id: id + 1, kind, text: `${text}+`, label: `${label}+`, again: null, single: null };
    const step: Step = { id, kind, text, label, again, single: null };
    again.single = step;
    this.#byText.set(text, step);
    return step;
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
