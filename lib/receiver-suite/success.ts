import { gzipSync } from 'node:zlib';
import type { OtlpEncoding } from '../otlp/otlp-encoding';
import { hexField, messageField, stringField } from '../testing/encode-protobuf';
import { type Behaviour, casesOf } from './behaviour';
import {
  bodyOf,
  ENCODINGS,
  framed,
  type Ids,
  jsonIds,
  jsonOf,
  newIds,
  newSpan,
  post,
  protobufIds,
  protobufOf,
} from './bodies';
import { expectEqual, expectThat } from './expectations';
import { expectAccepted, expectRejected, successOf } from './read-answer';
import { expectListed, expectNotStored, expectStored, whereVisible } from './stored';

const MEGABYTE = 1024 * 1024;

/** A request of many spans that can not be kept, each with a name of its own length. */
function uselessSpans(encoding: OtlpEncoding, count: number, nameLength: number): Uint8Array {
  const name = 'n'.repeat(nameLength);
  if (encoding === 'json') return Buffer.from(jsonOf(...new Array<string>(count).fill(`"name":"${name}"`)));
  const span = Buffer.from(messageField(2, stringField(5, name)));
  return framed(1, framed(2, Buffer.concat(new Array<Buffer>(count).fill(span))));
}

const ANSWER_SIZE: Behaviour = {
  id: 'P10',
  title: 'an answer is at most 4 MiB, however much there is to say',
  level: 'MUST',
  cases: casesOf(
    ENCODINGS.flatMap((encoding) => [
      { encoding, count: 100_000, nameLength: 1 },
      { encoding, count: 1000, nameLength: 5000 },
    ]),
    ({ encoding, count, nameLength }) => `${count} refused spans in ${encoding} with names of ${nameLength}`,
    async (target, { encoding, count, nameLength }) => {
      const answer = await post(target, encoding, uselessSpans(encoding, count, nameLength));
      expectThat(answer.body.length <= 4 * MEGABYTE, 'at most 4 MiB', answer.body.length);
      expectRejected(answer, encoding, count);
    },
  ),
};

const FULL_SUCCESS: Behaviour = {
  id: 'P11',
  title: 'full success is 200 with an empty response, partial_success unset',
  level: 'MUST',
  cases: casesOf(
    ENCODINGS.flatMap((encoding) =>
      ['identity', 'gzip'].flatMap((coding) => [1, 50].map((count) => ({ encoding, coding, count }))),
    ),
    ({ encoding, coding, count }) => `${count} spans in ${encoding}, ${coding}`,
    async (target, { encoding, coding, count }) => {
      const body = bodyOf(encoding, ...Array.from({ length: count }, () => newSpan()));
      const sent = coding === 'gzip' ? gzipSync(body) : body;
      const answer = await post(target, encoding, sent, { 'content-encoding': coding });
      successOf(answer, encoding);
      expectEqual(answer.body.toString('latin1'), encoding === 'json' ? '{}' : '', 'body');
    },
  ),
};

const EMPTY_BODIES: readonly (readonly [encoding: OtlpEncoding, what: string, body: string | Uint8Array])[] = [
  ['json', 'no members', '{}'],
  ['json', 'no resourceSpans', '{"resourceSpans":[]}'],
  ['json', 'null for resourceSpans', '{"resourceSpans":null}'],
  ['json', 'an empty ResourceSpans', '{"resourceSpans":[{}]}'],
  ['json', 'no scopeSpans', '{"resourceSpans":[{"scopeSpans":[]}]}'],
  ['json', 'an empty ScopeSpans', '{"resourceSpans":[{"scopeSpans":[{}]}]}'],
  ['json', 'no spans', '{"resourceSpans":[{"resource":{},"scopeSpans":[{"scope":{},"spans":[]}]}]}'],
  ['protobuf', 'no bytes', new Uint8Array()],
  ['protobuf', 'an empty ResourceSpans', Uint8Array.from(messageField(1))],
  ['protobuf', 'only a resource', Uint8Array.from(messageField(1, messageField(1)))],
  ['protobuf', 'an empty ScopeSpans', Uint8Array.from(messageField(1, messageField(2)))],
  ['protobuf', 'two empty ResourceSpans', Uint8Array.from([...messageField(1), ...messageField(1)])],
];

const EMPTY_REQUEST: Behaviour = {
  id: 'P12',
  title: 'a request without spans is a success',
  level: 'SHOULD',
  cases: casesOf(
    EMPTY_BODIES,
    ([encoding, what]) => `${what} in ${encoding}`,
    async (target, [encoding, , body]) => void expectAccepted(await post(target, encoding, body), encoding),
  ),
};

/** A request in which the spans at some places have ids that are none. */
function mixedBody(encoding: OtlpEncoding, ids: readonly Ids[], bad: ReadonlySet<number>): string | Uint8Array {
  if (encoding === 'json') {
    return jsonOf(...ids.map((id, at) => jsonIds(bad.has(at) ? { ...id, traceId: '00' } : id)));
  }
  return protobufOf(...ids.map((id, at) => [bad.has(at) ? hexField(1, '00') : protobufIds(id)]));
}

const MIXES: readonly { readonly count: number; readonly bad: readonly number[] }[] = [
  { count: 2, bad: [0] },
  { count: 2, bad: [1] },
  { count: 3, bad: [1] },
  { count: 5, bad: [0, 4] },
  { count: 6, bad: [1, 2, 3, 5] },
];

const PARTIAL_SUCCESS: Behaviour = {
  id: 'P13',
  title: 'spans that can not be kept are counted exactly, and the others are kept',
  level: 'MUST',
  cases: casesOf(
    ENCODINGS.flatMap((encoding) => MIXES.map((mix) => ({ encoding, ...mix }))),
    ({ encoding, count, bad }) => `${bad.length} of ${count} bad in ${encoding}, at ${bad.join(', ')}`,
    async (target, { encoding, count, bad }) => {
      const ids = Array.from({ length: count }, newIds);
      const places = new Set(bad);
      const answer = await post(target, encoding, mixedBody(encoding, ids, places));
      expectRejected(answer, encoding, bad.length);
      await whereVisible(target, async () => {
        for (const [at, id] of ids.entries()) await (places.has(at) ? expectNotStored : expectStored)(target, id);
      });
    },
  ),
};

const ALL_REJECTED: Behaviour = {
  id: 'P14',
  title: 'a readable request whose spans are all invalid is 200 with all of them rejected',
  level: 'required',
  cases: casesOf(
    ENCODINGS.flatMap((encoding) => [1, 3, 100].map((count) => ({ encoding, count }))),
    ({ encoding, count }) => `${count} in ${encoding}`,
    async (target, { encoding, count }) => {
      const ids = Array.from({ length: count }, newIds);
      const body = mixedBody(encoding, ids, new Set(ids.keys()));
      expectRejected(await post(target, encoding, body), encoding, count);
    },
  ),
};

const TOLERATED: readonly (readonly [what: string, members: string])[] = [
  ['an enum name', '"kind":"SPAN_KIND_CLIENT"'],
  ['an unknown enum name', '"kind":"SPAN_KIND_NEW"'],
  ['a snake_case name', '"start_time_unix_nano":"5"'],
  ['two kinds of value at once', '"attributes":[{"key":"k","value":{"intValue":1,"stringValue":"x"}}]'],
  ['a value of an unknown kind', '"attributes":[{"key":"k","value":{"newValue":1}}]'],
];

const WARNINGS: Behaviour = {
  id: 'P15',
  title: 'what is tolerated is told in error_message, with no span rejected',
  level: 'MAY',
  cases: casesOf(
    TOLERATED,
    ([what]) => what,
    async (target, [, members]) => {
      const answer = await post(target, 'json', jsonOf(`${jsonIds(newIds())},${members}`));
      expectThat(expectAccepted(answer, 'json').message !== '', 'a warning', answer.body.toString());
    },
  ),
};

const REASONS_SHOWN: Behaviour = {
  id: 'P16',
  title: 'the reasons for refusals can be looked up at the server: most clients never read the answer',
  level: 'required',
  cases: ENCODINGS.flatMap((encoding) => [
    {
      name: `a request that was kept in part, in ${encoding}`,
      run: async (target) => {
        const from = newSender();
        const body = mixedBody(encoding, [newIds(), newIds(), newIds()], new Set([1]));
        expectRejected(await post(target, encoding, body, from), encoding, 1);
        const { outcome, accepted, reasons } = await expectListed(target, from['user-agent']);
        expectEqual(outcome, 'partial', 'outcome');
        expectEqual(accepted, 2, 'accepted');
        expectEqual(reasons[0]?.ordinal, 1, 'place of the refused span');
        expectThat(reasons[0]?.reason !== '', 'a reason', JSON.stringify(reasons));
      },
    },
    {
      name: `a request that was refused whole, in ${encoding}`,
      run: async (target) => {
        // A refusal makes no project where it could be listed.
        await post(target, encoding, bodyOf(encoding, newSpan()));
        const from = newSender();
        expectEqual((await post(target, encoding, '{', from)).status, 400, 'status');
        const { outcome, warnings } = await expectListed(target, from['user-agent']);
        expectEqual(outcome, 'refused', 'outcome');
        expectThat(warnings.length > 0, 'a reason', JSON.stringify(warnings));
      },
    },
  ]),
};

/** By its name a request is found again. */
function newSender(): { readonly 'user-agent': string } {
  return { 'user-agent': `check-receiver ${newIds().spanId}` };
}

const HOSTILE = [
  '\\u001b[31mRED',
  '\\r\\nFAKE LOG LINE',
  '\\u0000\\u0007',
  '<script>alert(1)</script>',
  '\\u202eesrever',
  'SECRET-TOKEN',
];

const CLEAN_MESSAGE: Behaviour = {
  id: 'P17',
  title: 'messages are short and repeat nothing of what the client sent',
  level: 'required',
  cases: casesOf(
    HOSTILE.flatMap((text) =>
      ['traceId', 'spanId', 'kind', 'name of an unknown member'].map((where) => ({ text, where })),
    ),
    ({ text, where }) => `${text} as ${where}`,
    async (target, { text, where }) => {
      const ids = jsonIds(newIds());
      const members = where.startsWith('name') ? `${ids},"${text}":1,"kind":{}` : `${ids},"${where}":"${text}"`;
      const answer = await post(target, 'json', jsonOf(where === 'kind' ? `${members},"flags":-1` : members));
      const { message } = successOf(answer, 'json');
      const raw: string = JSON.parse(`"${text}"`);
      expectThat(!message.includes(raw) && !/[\p{Cc}\u202e]/u.test(message), 'none of the sent text', message);
      expectThat(Buffer.byteLength(message) <= 1024, 'at most 1 kB', message.length);
    },
  ),
};

export const SUCCESS: readonly Behaviour[] = [
  ANSWER_SIZE,
  FULL_SUCCESS,
  EMPTY_REQUEST,
  PARTIAL_SUCCESS,
  ALL_REJECTED,
  WARNINGS,
  REASONS_SHOWN,
  CLEAN_MESSAGE,
];
