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

interface PathNode {
  /** -1 at the start of a path. */
  readonly above: number;
  readonly step: string;
  /** The step's name for reading. */
  readonly label: string;
  readonly hash: string;
}

interface Step {
  readonly step: string;
  readonly label: string;
}

/** The step of a parent that is not there. */
const UNKNOWN_STEP: Step = { step: '?', label: '?' };
const STEPS_SHOWN = 12;

/**
 * The normalised way from the root to each span (audit-semantics 2.9): steps of scope family, kind and name; equal
 * consecutive steps count once, as `step+`. Equal paths have equal numbers here, and equal hashes everywhere. Paths are
 * interned step by step, so that a chain of 10,000 spans costs 10,000 steps and not their sum.
 */
export class PathSignatures {
  readonly #paths: readonly PathNode[];
  readonly #pathOfNode: Int32Array;

  constructor(forest: Forest, spans: readonly SignatureSpan[]) {
    const paths: PathNode[] = [];
    const known = new Map<string, number>();
    const pathOfNode = new Int32Array(forest.order.length);
    const stepOf = stepReader();

    const intern = (above: number, { step, label }: Step): number => {
      const key = `${above} ${step}`;
      const found = known.get(key);
      if (found !== undefined) return found;
      const hash = hashText(`${above < 0 ? '' : at(paths, above).hash}/${step}`);
      known.set(key, paths.length);
      return paths.push({ above, step, label, hash }) - 1;
    };

    for (const node of forest.order) {
      const parent = intAt(forest.parent, node);
      const above = parent < 0 ? -1 : intAt(pathOfNode, parent);
      const step = node < forest.spanCount ? stepOf(at(spans, node)) : UNKNOWN_STEP;
      const last = above < 0 ? undefined : at(paths, above);
      const again = { step: `${step.step}+`, label: `${step.label}+` };
      if (last !== undefined && last.step === again.step) pathOfNode[node] = above;
      else if (last !== undefined && last.step === step.step) pathOfNode[node] = intern(last.above, again);
      else pathOfNode[node] = intern(above, step);
    }
    this.#paths = paths;
    this.#pathOfNode = pathOfNode;
  }

  /** Number of the span's path: equal for equal paths of this forest. */
  pathOf(node: number): number {
    return intAt(this.#pathOfNode, node);
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
      steps.push(at(this.#paths, path).label);
      path = at(this.#paths, path).above;
    }
    if (path >= 0) steps.push('…');
    return steps.reverse().join(' › ');
  }
}

function stepReader(): (span: SignatureSpan) => Step {
  const normalised = new Map<string, string>();
  const normalise = (text: string) => {
    const known = normalised.get(text);
    if (known !== undefined) return known;
    const result = normaliseName(text);
    normalised.set(text, result);
    return result;
  };
  return ({ scopeName, kind, name }) => ({
    step: `${normalise(scopeName)}:${kind}:${normalise(name)}`,
    label: normalise(name),
  });
}
