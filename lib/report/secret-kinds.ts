import { looksRandom } from './looks-random';

/** Texts that open something or name somebody, by what they look like. */
export interface SecretKind {
  /** The word in the placeholder. */
  readonly word: string;
  /** What the person is told who shares. */
  readonly reason: string;
  /**
   * Global. Its group `secret` is what is replaced, or the whole match. None can be made slow: after a start that is
   * found, every pattern either matches or gives up within the same stretch of text.
   */
  readonly pattern: RegExp;
  /** Whether a match is meant; every match is without it. `before` is the end of what stands in front of the secret. */
  readonly accepts?: (secret: string, before: string) => boolean;
}

/** A digit, or an upper-case letter that begins no word: what words of prose do not have. */
const IS_MIXED = /\d|(?<=.)[A-Z]/;

const IS_ID = /^[0-9a-f-]+$/i;

/** Beginnings that words end in, too (`task-…`, `shelf_…`): they count only where a word could begin. */
const KEYS_AFTER_A_BREAK = [
  // OpenAI, Anthropic, Langfuse and their like.
  '(?:[spr]|cs)k-[A-Za-z0-9_-]{12,}',
  // Stripe and its like.
  '[sprw]k_(?:live_|test_|prod_)?[A-Za-z0-9]{12,}',
  // HoneyHive.
  'hh_[A-Za-z0-9_-]{12,}',
  '(?:hf|r8|gsk|npm|ntn|pcsk|figd|ls_)_[A-Za-z0-9_-]{16,}',
  '(?:xai|pplx|tvly|nvapi|jina|pypi)-[A-Za-z0-9_-]{16,}',
  'hv[sbr]\\.[A-Za-z0-9_-]{16,}',
  'SG\\.[A-Za-z0-9_-]{16,}(?:\\.[A-Za-z0-9_-]+)?',
];
const KEYS_ANYWHERE = [
  // Forges and registries.
  'gh[opusr]_[A-Za-z0-9]{16,}',
  'github_pat_[A-Za-z0-9_]{16,}',
  'gl(?:pat|ptt|dt|rt|cbt|ft|soat|agent)-[A-Za-z0-9_-]{16,}',
  'dckr_pat_[A-Za-z0-9_-]{16,}',
  'rubygems_[A-Za-z0-9]{16,}',
  // Clouds.
  '(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA|ABIA|ACCA)[A-Z0-9]{12,}',
  'AIza[A-Za-z0-9_-]{20,}',
  'ya29\\.[A-Za-z0-9_-]{16,}',
  'GOCSPX-[A-Za-z0-9_-]{16,}',
  'do[opr]_v1_[A-Za-z0-9]{16,}',
  // Work, chat, models.
  'xox[a-z]-[A-Za-z0-9-]{10,}',
  'xapp-[A-Za-z0-9-]{10,}',
  'whsec_[A-Za-z0-9+/=]{16,}',
  'shp(?:at|ca|pa|ss)_[A-Za-z0-9]{16,}',
  'lin_api_[A-Za-z0-9]{16,}',
  'ATATT3[A-Za-z0-9_=-]{16,}',
  'lsv2_(?:pt|sk)_[A-Za-z0-9_]{16,}',
  'AGE-SECRET-KEY-[A-Z0-9]{16,}',
];

const NAMES_OF_PASSWORDS = [
  'passwords?',
  'passwd',
  'pwd',
  'passphrase',
  'passcode',
  '(?:client|app|shared|signing|webhook|consumer)[_-]?secret',
  '(?:api|access|secret|private|account|shared[_-]?access|subscription|encryption)[_-]?key',
  '(?:access|refresh|auth|bearer|session|id|api|csrf|xsrf)[_-]?token',
].join('|');
/** Names that prose uses as well: they count only in front of an equals sign. */
const NAMES_OF_PARAMETERS = 'token|secret|auth|signature|sig|credentials?|otp|pin';
/** As JSON writes it, also inside of other JSON. */
const QUOTE = `(?:\\\\{0,3}["'])?`;
const PAIR_VALUE = `\\\\{0,3}(?<secret>"[^"]+"|'[^']+'|["']?[^\\s"'&;<>]+)`;

/** In the order in which they are looked for: what is part of something larger comes after it. */
export const SECRET_KINDS: readonly SecretKind[] = [
  {
    word: 'pem',
    reason: 'private key or certificate',
    pattern: /-----BEGIN [A-Z0-9 ]{1,60}-----[\s\S]*?(?:-----END [A-Z0-9 ]{1,60}-----|$)/g,
  },
  {
    word: 'login',
    reason: 'credentials in an address',
    pattern: /(?<=:\/\/)(?<secret>[^\s/?#"'<>\\]+)(?=@)/g,
  },
  {
    word: 'password',
    reason: 'password or key in a pair',
    pattern: new RegExp(
      `(?:(?:${NAMES_OF_PASSWORDS})${QUOTE}\\s{0,3}[=:]|(?<![A-Za-z])(?:${NAMES_OF_PARAMETERS})${QUOTE}=)\\s{0,3}${PAIR_VALUE}`,
      'gi',
    ),
    accepts: (secret) => !/^["']?\[redacted\b/.test(secret),
  },
  { word: 'jwt', reason: 'JSON web token', pattern: /eyJ[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]+)*/g },
  {
    word: 'key',
    reason: 'API key',
    pattern: new RegExp(`(?<![A-Za-z0-9])(?:${KEYS_AFTER_A_BREAK.join('|')})|${KEYS_ANYWHERE.join('|')}`, 'g'),
    accepts: (secret) => IS_MIXED.test(secret.slice(4)),
  },
  {
    word: 'token',
    reason: 'bearer token',
    pattern: /(?<![A-Za-z0-9])(?:bearer|basic|apikey)\s{1,3}(?<secret>[A-Za-z0-9._~+/=-]{8,})/gi,
    // A word and an id may follow `basic` by chance.
    accepts: (secret, before) => IS_MIXED.test(secret) && (/bearer\s+$/i.test(before) || !IS_ID.test(secret)),
  },
  {
    word: 'email',
    reason: 'e-mail address',
    pattern: /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@(?!\d+\.\d+[.-])(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}/gu,
  },
  {
    word: 'card',
    reason: 'card number',
    // One block, or the groups that are printed on cards. A fraction of a number is none.
    pattern:
      /(?<![A-Za-z0-9]|\d[.,]|EXT-)(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{4,5})(?![A-Za-z0-9]|[.,]\d)/g,
    accepts: isCardNumber,
  },
  {
    word: 'random',
    reason: 'random-looking text',
    pattern: /[A-Za-z0-9+/_=-]{24,}/g,
    accepts: looksRandom,
  },
];

/** Numbers that payment cards begin with (ISO/IEC 7812), and how long they are. */
const CARD_RANGES: readonly RegExp[] = [
  /^4(?:\d{12}|\d{15}|\d{18})$/,
  /^(?:5[1-5]|2[2-7])\d{14}$/,
  /^3[47]\d{13}$/,
  /^3(?:0[0-5]|[68]\d)\d{11}$/,
  /^(?:6011|65\d\d|64[4-9]\d)\d{12}$/,
  /^35\d{14}$/,
  /^62\d{14,17}$/,
  /^(?:5[0678]|6\d)\d{10,17}$/,
];
function isCardNumber(text: string, before: string): boolean {
  // The last groups of a UUID.
  if (/[0-9a-f]{4}-$/i.test(before)) return false;
  const digits = text.replace(/\D/g, '');
  return CARD_RANGES.some((range) => range.test(digits)) && passesLuhn(digits);
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    const doubled = i % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
