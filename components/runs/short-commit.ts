const HASH = /^[0-9a-f]{8,64}$/i;
const HASH_LENGTH = 7;
const TEXT_LENGTH = 20;

/** A commit as people say it: the first seven digits of a hash, the beginning of anything else. */
export function shortCommit(commit: string): string {
  if (HASH.test(commit)) return commit.slice(0, HASH_LENGTH);
  return commit.length > TEXT_LENGTH ? `${commit.slice(0, TEXT_LENGTH)}…` : commit;
}
