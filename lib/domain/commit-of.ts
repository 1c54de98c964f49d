import { isJsonObject, type JsonObject, type JsonValue } from './json';
import type { RunRecord } from './records';

/** Where clients and their users write the commit of a run, the specific names first. */
const SPELLINGS: readonly string[] = [
  'commit',
  'git_commit',
  'git.commit',
  'git_commit_hash',
  'git_commit_sha',
  'commit_hash',
  'commit_sha',
  'git_sha',
  'github_sha',
  'GITHUB_SHA',
  'vcs.ref.head.revision',
];
/** Members that hold it one level down, such as `git: { commit }` and `commit: { sha }`. */
const CONTAINERS: readonly string[] = ['git', 'git_info', 'vcs', 'commit'];
const SPELLINGS_WITHIN: readonly string[] = [...SPELLINGS, 'sha', 'hash', 'revision', 'ref.head.revision'];

const LENGTH_MAX = 100;

/** The commit a run was made of, as its metadata or configuration names it; null when neither does. */
export function commitOf({ metadata, configuration }: Pick<RunRecord, 'metadata' | 'configuration'>): string | null {
  return commitIn(metadata) ?? commitIn(configuration);
}

function commitIn(bag: JsonObject): string | null {
  const named = firstCommit(bag, SPELLINGS);
  if (named !== null) return named;
  for (const name of CONTAINERS) {
    const inner = memberOf(bag, name);
    const commit = isJsonObject(inner) ? firstCommit(inner, SPELLINGS_WITHIN) : null;
    if (commit !== null) return commit;
  }
  return null;
}

function firstCommit(bag: JsonObject, names: readonly string[]): string | null {
  for (const name of names) {
    const value = memberOf(bag, name);
    if (typeof value !== 'string') continue;
    const commit = value.trim();
    if (isPlausible(commit)) return commit;
  }
  return null;
}

/** A hash, a tag or a description: one short line. What is longer is something else, or an attack on the layout. */
function isPlausible(text: string): boolean {
  return text !== '' && text.length <= LENGTH_MAX && !/\p{Cc}/u.test(text);
}

function memberOf(bag: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(bag, name) ? bag[name] : undefined;
}
