import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coreOf, IDS, SECRETS } from '../testing/arbitrary-secret';
import { replaceSecrets } from './replace-secrets';

const hidden = (text: string) => replaceSecrets(text, (_, { word }) => `[redacted ${word} 000000]`);

describe('replaceSecrets', () => {
  it.each([
    ['key OPENAI sk-proj-abcDEF123456ghiJKL789', 'key OPENAI [redacted key 000000]'],
    ['hh_8f3kd93kfk39dkf93kd', '[redacted key 000000]'],
    ['a ghp_16C7e42F292c6912E7710c838347Ae178B4a b', 'a [redacted key 000000] b'],
    ['AKIAIOSFODNN7EXAMPLE', '[redacted key 000000]'],
    ['xoxb-123456789012-abcdefghijkl', '[redacted key 000000]'],
    ['AIzaSyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY', '[redacted key 000000]'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln.', '[redacted jwt 000000].'],
    ['-----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY----- after', '[redacted pem 000000] after'],
    ['-----BEGIN PRIVATE KEY-----\nMIIE and the rest was cut', '[redacted pem 000000]'],
    ['mail to ann.lee+x@mail.example.co.uk, now', 'mail to [redacted email 000000], now'],
    ['jörg@müller.de', '[redacted email 000000]'],
    ['4111 1111 1111 1111 12/27', '[redacted card 000000] 12/27'],
    ['3782-822463-10005', '[redacted card 000000]'],
    ['Authorization: Bearer abc123def456', 'Authorization: Bearer [redacted token 000000]'],
    ['Basic dXNlcjpwYXNzd29yZA==', 'Basic [redacted token 000000]'],
    ['https://ann:s3cret@host/x', 'https://[redacted login 000000]@host/x'],
    ['?a=1&api_key=abc&b=2', '?a=1&api_key=[redacted password 000000]&b=2'],
    ['password=hunter2', 'password=[redacted password 000000]'],
    [`{"client_secret": "a b c"}`, `{"client_secret": "[redacted password 000000]"}`],
    ['pwd = "two words here"', 'pwd = "[redacted password 000000]"'],
    ['AccountKey=Zm9v;Endpoint=x', 'AccountKey=[redacted password 000000];Endpoint=x'],
    ['wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', '[redacted random 000000]'],
  ])('hides what is secret in %j', (text, expected) => {
    expect(hidden(text)).toBe(expected);
  });

  it.each([
    'run_id: expected a value, as the session’s record says; absent on 4 spans.',
    '“child_op” and 1,204 spans below lack run_id, dataset_id and datapoint_id',
    'honeyhive_metadata.traceloop.association.properties.run_id',
    'RunnableSequenceWithFallbacksAndRetriesAndStreaming',
    'gpt-4o-mini-2024-07-18, claude-3-5-sonnet-20241022, text-embedding-3-small',
    'mistralai/Mixtral-8x7B-Instruct-v0-1',
    'honeyhive@1.0.42, @opentelemetry/sdk-trace-base@2.12.1, python 3.11.7-rc.1',
    '2026-11-21T12:00:00.000Z 1760000000000000000 1760000000000',
    '0.4539148765230147 and 4539.1487652301471',
    'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'commit c15c3fd07c1a1d2b3c4d5e6f708192a3b4c5d6e7',
    'task-datapoint-2024-evaluation, disk-usage-report-17-daily',
    'max_tokens=256 total_tokens: 1024, tokens: 12',
    'chatcmpl-9XyZaBcDeFgHiJkLmNoPqRsTuVw12 toolu_01A09q90qw90lq917835lq9',
    '01ARZ3NDEKTSV4RRFFQ69G5FAV cjld2cjxh0000qzrmn831i7rn',
    'bearer of bad news; basic understanding; token budget exceeded',
    'https://example.com/@user/page?session_id=3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    'app/api/projects/[project]/runs/[run]/structure/route.ts',
    'k8s-prod-eu-west-1a-node-7f9c4d-x2v8q',
  ])('leaves %j alone', (text) => {
    expect(hidden(text)).toBe(text);
  });

  it.each(Object.entries(SECRETS))('finds every %s, whatever stands around it', (_, secret) => {
    const before = fc.constantFrom('', ' ', '"', "'", ': ', '(', '\n', 'say ');
    const after = fc.constantFrom('', ' ', '"', "'", ')', ', ', '\n', '. ');
    fc.assert(
      fc.property(secret, before, after, (text, before, after) => {
        expect(hidden(`${before}${text}${after}`)).not.toContain(coreOf(text).slice(-8));
      }),
      // Random text is told from names by its texture, which one in thousands has not.
      { numRuns: 200, seed: 1 },
    );
  });

  it('replaces none of 1,000 ids of runs, spans, traces and datapoints', () => {
    const around = fc.constantFrom('', ' ', '"', '=', '/', ':');
    const id = fc.oneof(...Object.values(IDS));
    // All of a span id's digits may be decimal, and then one in ten such numbers passes for a card's.
    for (const [text, before, after] of fc.sample(fc.tuple(id, around, around), { numRuns: 1000, seed: 7 })) {
      const sentence = `${before}${text}${after}`;
      expect(hidden(sentence)).toBe(sentence);
    }
  });

  it('changes nothing the second time', () => {
    const secret = fc.oneof(...Object.values(SECRETS));
    fc.assert(
      fc.property(fc.array(fc.oneof(secret, fc.string())), (parts) => {
        const once = hidden(parts.join(' '));
        expect(hidden(once)).toBe(once);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    'a'.repeat(300_000),
    'eyJ'.repeat(100_000),
    '@'.repeat(300_000),
    'a@'.repeat(150_000),
    `a@${'x.'.repeat(150_000)}1`,
    '://'.repeat(100_000),
    '1 '.repeat(150_000),
    '1'.repeat(300_000),
    'password="'.repeat(30_000),
    '-----BEGIN A-----'.repeat(20_000),
    'sk-'.repeat(100_000),
    'aA1-'.repeat(75_000),
    'bearer '.repeat(50_000),
  ])('gets through hostile text in one go: %.20j', (text) => {
    expect(typeof hidden(text)).toBe('string');
  });
});
