import { joinPaths } from './join-paths';
import type { RoutingRule } from './table';

const texts = new WeakMap<RoutingRule, string>();

/** An entry of a routing table in one line, e.g. `honeyhive_error → error and metadata.honeyhive_error`. */
export function ruleText(rule: RoutingRule): string {
  let text = texts.get(rule);
  if (text === undefined) {
    text = `${rule.from} → ${joinPaths(rule.to)}`;
    texts.set(rule, text);
  }
  return text;
}
