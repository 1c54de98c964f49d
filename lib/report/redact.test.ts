import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXPORT_FORMATS } from '../contracts/compare';
import { type SnapshotContents, snapshotContentsSchema } from '../contracts/snapshots';
import { aFinding, anExemplar, aSnapshot } from '../testing/a-report';
import { coreOf, IDS, SECRETS } from '../testing/arbitrary-secret';
import { buildReport } from './build-report';
import { redactContents } from './redact';
import { renderReport } from './render-report';
import { sharedPage } from './shared-page';

const SALT = 'salt of this snapshot';

/** Every text in it that a client could have had a part in: all but those whose values are a closed list or a time. */
const CLOSED =
  /^(?:createdAt|checkedAt|verdict|grade|kind|state|baselineState|worst|causes|flake|status|match|side|rule|severity|handover|shape|code|confidence)$/;

interface Place {
  readonly owner: Record<string, unknown> | unknown[];
  readonly member: string;
}

function textPlaces(root: object): readonly Place[] {
  const places: Place[] = [];
  const visit = (owner: object, name: string) => {
    for (const [member, value] of Object.entries(owner)) {
      const named = Array.isArray(owner) ? name : member;
      if (typeof value === 'string' && !CLOSED.test(named)) places.push({ owner: owner as Place['owner'], member });
      else if (typeof value === 'object' && value !== null) visit(value, named);
    }
  };
  visit(root, '');
  return places;
}

/** The contents with the texts planted, each in another place and with something around it. */
function planted(texts: readonly string[], seed: number): SnapshotContents {
  const contents = structuredClone(
    aSnapshot({
      findings: Array.from({ length: 8 }, () => aFinding()),
      exemplars: Array.from({ length: 8 }, () => anExemplar()),
    }),
  );
  const places = textPlaces(contents);
  expect(places.length).toBeGreaterThan(200);
  for (const [i, text] of texts.entries()) {
    const { owner, member } = places[(seed + i * 17) % places.length] as Place;
    const members = owner as Record<string, unknown>;
    const before = String(members[member]);
    const isJson = /^(?:sent|value)$/.test(member) && before.startsWith('"');
    members[member] = isJson
      ? JSON.stringify(i % 2 === 0 ? { a: [text] } : JSON.stringify({ inner: `see ${text}` }))
      : `${before} ${text} end`;
  }
  return contents;
}

function everyRendering(contents: SnapshotContents): readonly (readonly [string, string])[] {
  const report = buildReport(contents, { live: null, shared: null });
  const changed = { state: 'same', text: 'The live data is still as it was.' } as const;
  return [
    ['contents', JSON.stringify(contents)],
    ...EXPORT_FORMATS.map((format) => [format, renderReport(format, report).text] as const),
    [
      'shared page',
      sharedPage({ contents, expiresAt: null, changed }, { origin: 'http://h', token: 't', liveUrl: null }),
    ],
  ];
}

describe('redactContents', () => {
  it('lets none of 200 planted secrets of all kinds through, in any format', () => {
    const kinds = Object.values(SECRETS);
    const many = fc.tuple(...kinds).map((one) => [...one]);
    const [first = [], ...others] = fc.sample(many, { numRuns: 10, seed: 3 });
    const secrets = [...first, ...others.flat()];
    expect(secrets).toHaveLength(200);
    const { contents, replaced } = redactContents(planted(secrets, 0), [], SALT);
    expect(replaced.length).toBeGreaterThanOrEqual(200);
    expect(snapshotContentsSchema.safeParse(contents).success).toBe(true);
    for (const [name, text] of everyRendering(contents)) {
      for (const secret of secrets) {
        expect(`${name}: ${text.includes(coreOf(secret).slice(-8)) ? secret : ''}`).toBe(`${name}: `);
      }
    }
  });

  it('finds a secret wherever it stands', () => {
    const secret = fc.oneof(...Object.values(SECRETS));
    fc.assert(
      fc.property(secret, fc.nat(10_000), (text, seed) => {
        const { contents } = redactContents(planted([text], seed), [], SALT);
        expect(JSON.stringify(contents)).not.toContain(coreOf(text).slice(-8));
        expect(snapshotContentsSchema.safeParse(contents).success).toBe(true);
      }),
      { numRuns: 150, seed: 5 },
    );
  });

  it('replaces none of 1,000 ids', () => {
    for (let part = 0; part < 10; part++) {
      const ids = fc.sample(fc.oneof(...Object.values(IDS)), { numRuns: 100, seed: part });
      const contents = planted(ids, part);
      expect(redactContents(contents, [], SALT)).toEqual({ contents, replaced: [] });
    }
  });

  it('leaves contents without a secret as they are', () => {
    const contents = aSnapshot();
    expect(redactContents(contents, [], SALT)).toEqual({ contents, replaced: [] });
  });

  it('gives equal secrets equal placeholders, and others under another salt', () => {
    const contents = aSnapshot({ title: 'ann@example.com, bob@example.com', project: 'ann@example.com' });
    const titles = ['one', 'two'].map((salt) => redactContents(contents, [], salt).contents);
    const [one, two] = titles.map(({ title, project }) => ({ parts: title.split(', '), project }));
    expect(one?.parts[0]).toMatch(/^\[redacted email [0-9a-f]{6}\]$/);
    expect(one?.parts[0]).toBe(one?.project);
    expect(one?.parts[0]).not.toBe(one?.parts[1]);
    expect(two?.project).not.toBe(one?.project);
  });

  it('says where, why and how', () => {
    const contents = aSnapshot({ findings: [aFinding({ evidence: ['fine', 'of ann@example.com'] })] });
    const { replaced, contents: shown } = redactContents(contents, [], SALT);
    expect(replaced).toEqual([
      {
        where: 'findings[0].evidence[1]',
        reason: 'e-mail address',
        placeholder: shown.findings[0]?.evidence[1]?.slice(3),
      },
    ]);
    expect(shown.redaction).toEqual({ patterns: [], replaced: 1 });
  });

  it('hides the values of named keys and of members, and keeps the JSON', () => {
    const values = [
      { key: 'honeyhive_inputs.question', sent: '"who?"', stored: [{ path: 'inputs.question', value: '"who?"' }] },
      { key: 'honeyhive_config', sent: '{"Model_Secret":{"a":1,"b":[true,"x"]},"n":12345678901234567890}', stored: [] },
      { key: 'answer', sent: '"a"', stored: [{ path: 'outputs.a', value: '"a"' }] },
      { key: 'size', sent: '12', stored: [{ path: 'config.size', value: '12' }] },
    ];
    const { contents } = redactContents(
      aSnapshot({ exemplars: [anExemplar({ values })] }),
      ['inputs.*', '*secret*', 'config.size'],
      SALT,
    );
    const [question, config, answer, size] = contents.exemplars[0]?.values ?? [];
    expect(question?.sent).toMatch(/^"\[redacted value [0-9a-f]{6}\]"$/);
    expect(question?.stored[0]?.value).toBe(question?.sent);
    expect(config?.sent).toMatch(
      /^\{"Model_Secret":\{"a":"\[redacted [^"]+","b":\["\[redacted [^"]+","\[redacted [^"]+"\]\},"n":12345678901234567890\}$/,
    );
    expect(answer).toEqual(values[2]);
    expect(size?.sent).toMatch(/^"\[redacted/);
  });

  it('hides a named value where findings and texts quote it', () => {
    const finding = aFinding({
      title: '“child_op” lacks the tenant acme-7',
      expected: { tenant: 'acme-7' },
      observed: { tenant: null },
      evidence: ['tenant: expected acme-7, not acme-77.'],
    });
    const { contents } = redactContents(aSnapshot({ findings: [finding] }), ['tenant'], SALT);
    const hidden = contents.findings[0]?.expected.tenant;
    expect(hidden).toMatch(/^\[redacted value/);
    expect(contents.findings[0]?.evidence[0]).toBe(`tenant: expected ${hidden}, not acme-77.`);
    expect(contents.findings[0]?.title).toBe(`“child_op” lacks the tenant ${hidden}`);
    expect(contents.findings[0]?.observed).toEqual({ tenant: null });
  });

  it('hides a named value in what other keys quote of it, and keeps their JSON', () => {
    const values = [
      { key: 'inputs.tenant', sent: '"acme-7"', stored: [] },
      {
        key: 'outputs',
        sent: '{"answer":"it is \\"acme-7\\"","passwords":5}',
        stored: [{ path: 'x', value: 'acme-7' }],
      },
    ];
    const { contents } = redactContents(aSnapshot({ exemplars: [anExemplar({ values })] }), ['inputs.*'], SALT);
    const [tenant, outputs] = contents.exemplars[0]?.values ?? [];
    const hidden = JSON.parse(tenant?.sent ?? '');
    expect(JSON.parse(outputs?.sent ?? '')).toEqual({ answer: `it is "${hidden}"`, passwords: 5 });
    expect(outputs?.stored[0]?.value).toBe(hidden);
  });

  it('keeps what readers rely on even when everything is named', () => {
    const { contents } = redactContents(aSnapshot(), ['*'], SALT);
    expect(snapshotContentsSchema.safeParse(contents).success).toBe(true);
    expect(contents.comparison.verdict).toBe('mixed');
    expect(JSON.stringify(contents)).not.toContain('France');
  });

  it('hides what is kept under the name of a secret', () => {
    const values = [
      { key: 'db.password', sent: '"tulip"', stored: [] },
      {
        key: 'config',
        sent: '{"apiKey":"rose","nested":"{\\"client-secret\\":\\"lily\\"}","maxTokens":5}',
        stored: [],
      },
    ];
    const { contents } = redactContents(aSnapshot({ exemplars: [anExemplar({ values })] }), [], SALT);
    expect(JSON.stringify(contents)).not.toMatch(/tulip|rose|lily/);
    expect(contents.exemplars[0]?.values[1]?.sent).toContain('"maxTokens":5}');
  });

  it('takes hostile keys for keys', () => {
    const expected = JSON.parse('{"__proto__":"a@example.com","constructor":"x","ann@example.com":"y"}');
    const { contents } = redactContents(aSnapshot({ findings: [aFinding({ expected })] }), ['constructor'], SALT);
    const shown = Object.entries(contents.findings[0]?.expected ?? {});
    expect(shown.map(([key]) => key.slice(0, 12))).toEqual(['__proto__', 'constructor', '[redacted em']);
    expect(JSON.stringify(shown)).not.toContain('@');
    expect(shown[1]?.[1]).toMatch(/^\[redacted value/);
  });
});
