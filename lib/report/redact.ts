import { WARNING_CODES } from '../contracts/compare';
import type { SnapshotContents } from '../contracts/snapshots';
import { BASELINE_STATES, CELL_STATES, COMPARISON_VERDICTS, GRADES, NODE_STATUSES } from '../domain/comparison';
import { BREAK_SHAPES, CAUSES, HANDOVERS, RULE_CODES, SEVERITIES } from '../domain/finding';
import { TextHash } from '../domain/hash-text';
import { ATTRIBUTION_STATES, CUSTODY_STATES } from '../domain/states';
import { compileKeyPatterns } from './key-patterns';
import { KnownValues } from './known-values';
import { replaceSecrets } from './replace-secrets';
import { rewriteJson } from './rewrite-json';

/** One replaced text: where it stood, why it was replaced, and how it reads now. */
export interface Replaced {
  readonly where: string;
  readonly reason: string;
  readonly placeholder: string;
}

/**
 * Replaces in what is going to be shared the values of keys that were named, and everything that looks like a secret
 * (secret-kinds.ts). Every text is looked at, whatever member it is in, so that a member added later is not forgotten.
 * Equal values get equal placeholders: what was equal can still be seen to be equal.
 * @param patterns see compileKeyPatterns
 * @param salt unguessable and new for every snapshot
 * @returns the contents without the values, and what was replaced
 */
export function redactContents(
  contents: SnapshotContents,
  patterns: readonly string[],
  salt: string,
): { readonly contents: SnapshotContents; readonly replaced: readonly Replaced[] } {
  const redactor = new Redactor(patterns, salt);
  // What is quoted elsewhere must be known before the quotations are read.
  const exemplars = contents.exemplars.map((exemplar, i) => ({
    ...exemplar,
    values: exemplar.values.map((shown, j) => redactor.shownValue(shown, `exemplars[${i}].values[${j}]`)),
  }));
  const findings = contents.findings.map((finding, i) => ({
    ...finding,
    expected: redactor.valuesByKey(finding.expected, `findings[${i}].expected`),
    observed: redactor.valuesByKey(finding.observed, `findings[${i}].observed`),
  }));
  const redaction = { patterns: [...patterns], replaced: 0 };
  // The walk changes texts only, so the shape stays what it was.
  const walked = redactor.walk({ ...contents, exemplars, findings, redaction }, '', '') as SnapshotContents;
  return {
    contents: { ...walked, redaction: { ...walked.redaction, replaced: redactor.replaced.length } },
    replaced: redactor.replaced,
  };
}

type ShownValue = SnapshotContents['exemplars'][number]['values'][number];

const HEX_64_BITS = /^[0-9a-f]{16}$/;
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const WORDS = new Set<string>(
  [
    [BASELINE_STATES, CELL_STATES, COMPARISON_VERDICTS, GRADES, NODE_STATUSES, ATTRIBUTION_STATES, CUSTODY_STATES],
    [BREAK_SHAPES, CAUSES, HANDOVERS, RULE_CODES, SEVERITIES, WARNING_CODES, ['high', 'medium', 'low']],
    [['attribution', 'sent', 'deterministic', 'intermittent', 'id', 'inputs', 'only-base', 'only-run', 'base', 'run']],
  ].flat(2),
);
/** Members that this product fills itself, and with what: readers rely on it, and it quotes nobody. */
const OWN_MEMBERS = new Map<string, (text: string) => boolean>([
  ...['createdAt', 'checkedAt'].map((name) => [name, (text: string) => TIME.test(text)] as const),
  ...['path', 'fingerprint', 'spanId'].map((name) => [name, (text: string) => HEX_64_BITS.test(text)] as const),
  ...[
    ...['verdict', 'grade', 'kind', 'state', 'baselineState', 'worst', 'causes', 'flake', 'status', 'match', 'side'],
    ...['rule', 'severity', 'handover', 'shape', 'code', 'confidence'],
  ].map((name) => [name, (text: string) => WORDS.has(text)] as const),
]);
/** Members that hold names of keys: a value that happens to be called like a key says nothing there. */
const KEY_MEMBERS = new Set(['key', 'keys', 'patterns']);

/** Members of exemplars that hold JSON text. */
const VALUE_MEMBERS = new Set(['sent', 'value']);

/** The last part of names under which secrets are kept: `db.password`, `apiKey`. */
const SECRET_NAME =
  /(?:^|[._])(?:passw(?:or)?ds?|pwd|passphrase|passcode|secret|token|(?:api|access|secret|private|account)_?key|(?:access|refresh|auth|id|bearer|session|api)_?token|authorization|(?:set_)?cookie|credentials?|connection_string)$/;
/** JSON inside of JSON inside of JSON: clients pack values several times, but not endlessly. */
const PACKINGS_MAX = 4;

class Redactor {
  readonly replaced: Replaced[] = [];
  readonly #salt: string;
  readonly #patternOf: (key: string) => string | null;
  readonly #known = new KnownValues();
  /** Names of members in which nothing was found: the same few all over. */
  readonly #cleanNames = new Set<string>();

  constructor(patterns: readonly string[], salt: string) {
    this.#salt = salt;
    this.#patternOf = compileKeyPatterns(patterns);
  }

  /** Any value whose texts belong to no key. */
  walk(value: unknown, where: string, member: string): unknown {
    if (typeof value === 'string') return this.#text(value, where, member);
    if (Array.isArray(value)) return value.map((item, i) => this.walk(item, `${where}[${i}]`, member));
    if (typeof value !== 'object' || value === null) return value;
    // From entries, so that `__proto__` stays a key like any other.
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => {
        const shown = this.#name(name, where);
        return [shown, this.walk(item, where === '' ? shown : `${where}.${shown}`, name)];
      }),
    );
  }

  /** What was sent and stored under one key. When the sent key or any place it is stored at is named, all of it goes. */
  shownValue({ key, sent, stored }: ShownValue, where: string): ShownValue {
    const names = [key, ...stored.map(({ path }) => path)];
    const reason = names.map((name) => this.#reasonOf(name)).find((found) => found !== null) ?? null;
    return {
      key,
      sent: sent === null ? null : this.#json(sent, key, reason, `${where}.sent`),
      stored: stored.map(({ path, value }, i) => ({
        path,
        value: this.#json(value, path, reason, `${where}.stored[${i}].value`),
      })),
    };
  }

  valuesByKey<T extends string | null>(values: Readonly<Record<string, T>>, where: string): Record<string, T> {
    return Object.fromEntries(
      Object.entries(values).map(([key, value]) => {
        const reason = this.#reasonOf(key);
        if (value === null || value === '' || reason === null) return [key, value];
        // A placeholder is a text, and only texts are replaced.
        return [key, this.#hide(value, reason, `${where}.${this.#secrets(key, where)}`) as T];
      }),
    );
  }

  #reasonOf(key: string): string | null {
    const pattern = this.#patternOf(key);
    if (pattern !== null) return `pattern ${pattern}`;
    const name = key
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .toLowerCase()
      .replace(/[-\s]/g, '_');
    return SECRET_NAME.test(name) ? 'name of a secret' : null;
  }

  #name(name: string, where: string): string {
    if (this.#cleanNames.has(name)) return name;
    const shown = this.#secrets(name, where);
    if (shown === name) this.#cleanNames.add(name);
    return shown;
  }

  #text(text: string, where: string, member: string): string {
    if (OWN_MEMBERS.get(member)?.(text) === true) return text;
    if (where.startsWith('exemplars[') && VALUE_MEMBERS.has(member)) return this.#quotedInJson(text, where);
    return this.#secrets(KEY_MEMBERS.has(member) ? text : this.#quoted(text, where), where);
  }

  #quoted(text: string, where: string): string {
    return this.#known.replaceIn(text, (placeholder) => this.#note(where, 'quoted value', placeholder));
  }

  /** A value that {@link shownValue} has gone through before all values were known. */
  #quotedInJson(text: string, where: string): string {
    const rewritten = rewriteJson(text, '', {
      name: () => null,
      text: (value) => changed(value, this.#quoted(value, where)),
      scalar: (written) => changed(written, this.#quoted(written, where)),
    });
    return rewritten ?? this.#quoted(text, where);
  }

  /** A JSON text whose strings and numbers belong to keys; as plain text when it is no JSON after all. */
  #json(text: string, rootKey: string, rootReason: string | null, where: string, packings = 0): string {
    if (rootReason !== null) return this.#hideJson(text, rootReason, where);
    const rewritten = rewriteJson(text, rootKey, {
      name: (name) => changed(name, this.#secrets(name, where)),
      text: (value, key) => {
        const reason = this.#reasonOf(key);
        if (reason !== null && value !== '') return JSON.stringify(this.#hide(value, reason, where));
        const isPacked = packings < PACKINGS_MAX && /^\s*[[{]/.test(value);
        return changed(
          value,
          isPacked ? this.#json(value, key, null, where, packings + 1) : this.#secrets(value, where),
        );
      },
      scalar: (written, key) => {
        const pattern = this.#patternOf(key);
        if (pattern !== null) return JSON.stringify(this.#hide(written, `pattern ${pattern}`, where));
        return changed(written, this.#secrets(written, where));
      },
    });
    return rewritten ?? this.#secrets(text, where);
  }

  /** Hides a JSON text whole, and stays JSON text. */
  #hideJson(text: string, reason: string, where: string): string {
    const isJson = rewriteJson(text, '', {
      name: () => null,
      text: (value) => {
        this.#known.add(value, this.#placeholderOf(value, 'value'));
        return null;
      },
      scalar: () => null,
    });
    if (isJson === null) return this.#hide(text, reason, where);
    const isText = /^\s*"/.test(text);
    return JSON.stringify(this.#hide(isText ? JSON.parse(text) : text, reason, where));
  }

  #hide(value: string, reason: string, where: string): string {
    const placeholder = this.#placeholderOf(value, 'value');
    this.#known.add(value, placeholder);
    this.#note(where, reason, placeholder);
    return placeholder;
  }

  #secrets(text: string, where: string): string {
    return replaceSecrets(text, (secret, { word, reason }) => {
      const placeholder = this.#placeholderOf(secret, word);
      this.#note(where, reason, placeholder);
      return placeholder;
    });
  }

  #note(where: string, reason: string, placeholder: string): void {
    this.replaced.push({ where, reason, placeholder });
  }

  /**
   * Salted, so that equal placeholders of two snapshots say nothing, and so that nobody without the salt can try out
   * values. 24 bits: several values share each placeholder. The hash is no cryptographic one: whoever knows the salt, or
   * many pairs of values and placeholders of one snapshot, can test a guess. It must never be all that protects a value.
   */
  #placeholderOf(value: string, word: string): string {
    return `[redacted ${word} ${new TextHash().addText(this.#salt).addText(value).digest().slice(0, 6)}]`;
  }
}

function changed(before: string, after: string): string | null {
  return before === after ? null : JSON.stringify(after);
}
