import type { SessionStructure, StructureNode } from '../domain/structure';

/** The structure of a session without spans; every member can be replaced. */
export function aStructure(overrides: Partial<SessionStructure> = {}): SessionStructure {
  return { keys: ['run_id'], shapes: [], nodes: [], ...overrides };
}

/** One root node without spans; every member can be replaced. */
export function aStructureNode(overrides: Partial<StructureNode> = {}): StructureNode {
  return {
    above: -1,
    step: 'scope:1:fn',
    label: 'fn',
    repeats: false,
    spans: 0,
    cells: [],
    custody: [],
    examples: [],
    ...overrides,
  };
}
