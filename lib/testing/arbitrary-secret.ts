import fc from 'fast-check';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
const BASE64URL = `${LOWER}${UPPER}${DIGITS}-_`;
const HEX = '0123456789abcdef';

function drawn(alphabet: string, length: number): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...alphabet), minLength: length, maxLength: length });
}

/** A text that begins with a fixed part, as keys of vendors do. */
function prefixed(prefix: string, alphabet: string, length: number): fc.Arbitrary<string> {
  // One digit at least: what a vendor draws is never a word.
  return fc.tuple(drawn(alphabet, length - 1), drawn(DIGITS, 1)).map(([rest, digit]) => `${prefix}${rest}${digit}`);
}

const base64Json = fc
  .record({ sub: drawn(LOWER, 12), iat: fc.nat() })
  .map((claims) => Buffer.from(JSON.stringify(claims)).toString('base64url'));

function withLuhnDigit(digits: string): string {
  const sumOf = (text: string) =>
    Array.from(text, Number)
      .reverse()
      .reduce((sum, digit, i) => sum + (i % 2 === 0 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2), 0);
  return `${digits}${(10 - (sumOf(`${digits}0`) % 10)) % 10}`;
}

/** Secrets of every kind, by kind. Whatever of them is left in a text, the last eight characters suffice to find it. */
export const SECRETS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  openai: prefixed('sk-proj-', BASE64URL, 40),
  anthropic: prefixed('sk-ant-api03-', BASE64URL, 60),
  honeyhive: prefixed('hh_', LOWER + UPPER + DIGITS, 24),
  github: prefixed('ghp_', LOWER + UPPER + DIGITS, 36),
  githubFine: prefixed('github_pat_', LOWER + UPPER + DIGITS, 40),
  aws: drawn(UPPER + DIGITS, 16).map((rest) => `AKIA${rest}`),
  slack: prefixed('xoxb-', `${LOWER}${DIGITS}`, 24),
  google: prefixed('AIza', BASE64URL, 35),
  stripe: prefixed('sk_live_', LOWER + UPPER + DIGITS, 24),
  huggingFace: prefixed('hf_', LOWER + UPPER + DIGITS, 34),
  jwt: fc
    .tuple(base64Json, base64Json, drawn(BASE64URL, 43))
    .map(([head, claims, signature]) => `${head}.${claims}.${signature}`),
  pem: drawn(LOWER + UPPER + DIGITS, 128).map(
    (body) => `-----BEGIN RSA PRIVATE KEY-----\n${body.slice(0, 64)}\n${body.slice(64)}\n-----END RSA PRIVATE KEY-----`,
  ),
  email: fc
    .tuple(drawn(LOWER, 8), drawn(LOWER, 8), fc.constantFrom('com', 'de', 'co.uk'))
    .map(([name, host, end]) => `${name}.x@${host}.${end}`),
  card: drawn(DIGITS, 14).map((digits) => withLuhnDigit(`4${digits}`)),
  cardInGroups: drawn(DIGITS, 13).map((digits) => withLuhnDigit(`52${digits}`).replace(/\d{4}(?=\d)/g, '$& ')),
  bearer: prefixed('Bearer ', BASE64URL, 24),
  address: fc
    .tuple(drawn(LOWER, 6), drawn(LOWER + DIGITS, 14))
    .map(([user, password]) => `postgres://${user}:${password}@db.internal:5432/x`),
  password: drawn(LOWER + DIGITS, 12).map((value) => `password=${value}`),
  random: drawn(LOWER + UPPER + DIGITS, 48),
  randomBase64: fc.uint8Array({ minLength: 48, maxLength: 48 }).map((bytes) => Buffer.from(bytes).toString('base64')),
};

/** What must be gone of a secret: of an address the password, of a pair the value. */
export function coreOf(secret: string): string {
  const [, password] = /^postgres:\/\/\w+:(\w+)@/.exec(secret) ?? [];
  return password ?? secret.replace(/^(?:password=|Bearer )/, '');
}

const uuid = fc.uuid();
const hex = (digits: number) => drawn(HEX, digits);

/** Ids that the product is full of. */
export const IDS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  uuid,
  span: hex(16),
  trace: hex(32),
  client: fc.oneof(hex(24), hex(16), uuid).map((rest) => `EXT-${rest}`),
  traceparent: fc.tuple(hex(32), hex(16)).map(([trace, span]) => `00-${trace}-${span}-01`),
  named: fc.tuple(fc.constantFrom('run', 'span', 'session', 'experiment'), uuid).map((parts) => parts.join('-')),
};
