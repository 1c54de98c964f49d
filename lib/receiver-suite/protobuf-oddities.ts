import {
  type Bytes,
  bytesField,
  doubleField,
  fixed32Field,
  fixed64Field,
  messageField,
  stringField,
  varintField,
} from '../testing/encode-protobuf';
import { type Behaviour, casesOf } from './behaviour';
import { newIds, post, protobufIds, protobufOf } from './bodies';
import { expectEqual, expectThat } from './expectations';
import { attribute, expectSpan, memberCase } from './protobuf-cases';
import { expectAccepted, expectRefused, expectRejected, successOf } from './read-answer';
import { expectStored, whereVisible } from './stored';

const REPLACED = '\ufffd';
const INVALID_UTF8: readonly (readonly [what: string, bytes: readonly number[]])[] = [
  ['a lone byte', [0xff]],
  ['half a character', [0xc3]],
  ['an overlong form', [0xc0, 0x80]],
  ['a surrogate', [0xed, 0xa0, 0x80]],
  ['beyond Unicode', [0xf5, 0x80, 0x80, 0x80]],
];

const UTF8: Behaviour = {
  id: 'P38',
  title: 'a string that is not UTF-8 costs at most its span, and is told',
  level: 'required',
  cases: [
    ...casesOf(
      INVALID_UTF8.flatMap(([what, bytes]) =>
        (['name', 'attribute key', 'attribute value'] as const).map((where) => ({ what, bytes, where })),
      ),
      ({ what, where }) => `${what} as ${where}`,
      async (target, { bytes, where }) => {
        const ids = newIds();
        const good = newIds();
        const fields: Record<typeof where, Bytes> = {
          name: bytesField(5, bytes),
          'attribute key': messageField(9, bytesField(1, bytes)),
          'attribute value': attribute(bytesField(1, bytes)),
        };
        const answer = await post(
          target,
          'protobuf',
          protobufOf([protobufIds(ids), fields[where]], [protobufIds(good)]),
        );
        const success = successOf(answer, 'protobuf');
        expectThat(success.rejected <= 1 && success.message !== '', 'a warning, or one span rejected', success);
        await whereVisible(target, async () => void (await expectStored(target, good)));
      },
    ),
    {
      name: 'what is kept has replacement characters',
      run: (target) =>
        expectSpan(target, [bytesField(5, [0x61, 0xff, 0x62])], ({ span }) =>
          expectEqual(span.name, `a${REPLACED}b`, 'stored name'),
        ),
    },
    memberCase(
      'every other character comes back',
      [stringField(5, '\u0000é😀\ufeff\u2028')],
      'name',
      '\u0000é😀\ufeff\u2028',
    ),
  ],
};

const STRING_INDEX: Behaviour = {
  id: 'P39',
  title: 'references to a string table, which traces do not have, are empty, with a warning',
  level: 'MUST',
  cases: casesOf(
    [
      {
        name: 'as key',
        fields: messageField(9, varintField(3, 4), messageField(2, stringField(1, 'v'))),
        key: '',
        value: { stringValue: 'v' },
      },
      {
        name: 'as value',
        fields: messageField(9, stringField(1, 'k'), messageField(2, varintField(8, 5))),
        key: 'k',
        value: {},
      },
      {
        name: 'as both',
        fields: messageField(9, varintField(3, 4), messageField(2, varintField(8, 5))),
        key: '',
        value: {},
      },
    ],
    ({ name }) => name,
    async (target, { fields, key, value }) => {
      const ids = newIds();
      const { message } = expectAccepted(
        await post(target, 'protobuf', protobufOf([protobufIds(ids), fields])),
        'protobuf',
      );
      expectThat(message !== '', 'a warning', 'none');
      await whereVisible(target, async () => {
        const { span } = await expectStored(target, ids);
        expectEqual(span.attributes, [{ key, value }], 'stored attributes');
      });
    },
  ),
};

const dataPoint = messageField(1, fixed64Field(3, 1n), doubleField(4, 0.5));
const traceContext = [bytesField(9, new Uint8Array(16).fill(0xff)), bytesField(10, new Uint8Array(8).fill(0xff))];

/** The only record of an export of another signal, by its fields. */
const OTHER_SIGNALS: readonly (readonly [what: string, fields: readonly Bytes[], named: RegExp])[] = [
  [
    'a log record',
    [
      fixed64Field(1, 5n),
      varintField(2, 9),
      stringField(3, 'INFO'),
      messageField(5, stringField(1, 'hi')),
      ...traceContext,
    ],
    /log/i,
  ],
  ['a log record without a time', [varintField(2, 9), messageField(5, stringField(1, 'hi')), ...traceContext], /log/i],
  ['a log record of a trace', [messageField(5, stringField(1, 'hi')), fixed32Field(8, 1), ...traceContext], /log/i],
  ['a sum', [stringField(1, 'requests'), stringField(3, '1'), messageField(7, dataPoint)], /metric/i],
  ['a gauge', [stringField(1, 'cpu'), stringField(2, 'how busy'), messageField(5, dataPoint)], /metric/i],
  [
    'a gauge named like ids',
    [stringField(1, 'http.server.time'), stringField(2, 'how long'), messageField(5, dataPoint)],
    /metric/i,
  ],
  ['a histogram', [stringField(1, 'latency'), messageField(9, dataPoint, varintField(2, 2))], /metric/i],
];

const WRONG_SIGNAL: Behaviour = {
  id: 'P40',
  title: 'logs and metrics sent as traces are recognised and refused with that explanation',
  level: 'required',
  cases: [
    ...casesOf(
      OTHER_SIGNALS,
      ([what]) => what,
      async (target, [, fields, named]) => {
        const good = newIds();
        const answer = await post(target, 'protobuf', protobufOf(fields, [protobufIds(good)]));
        const { message } = expectRejected(answer, 'protobuf', 1);
        expectThat(named.test(message), `a message like ${named}`, message);
        await whereVisible(target, async () => void (await expectStored(target, good)));
      },
    ),
    ...casesOf(
      ['resourceLogs', 'resourceMetrics', 'resourceProfiles'],
      (name) => `${name} in JSON`,
      async (target, name) => {
        const { message } = expectRefused(await post(target, 'json', `{"${name}":[{}]}`), 400, 'json');
        expectThat(message.includes(name), `a message that names ${name}`, message);
      },
    ),
    {
      name: 'other signals beside traces in JSON cost only a warning',
      run: async (target) => {
        const { message } = expectAccepted(
          await post(target, 'json', '{"resourceSpans":[],"resourceLogs":[]}'),
          'json',
        );
        expectThat(message !== '', 'a warning', 'none');
      },
    },
  ],
};

export const PROTOBUF_ODDITIES: readonly Behaviour[] = [UTF8, STRING_INDEX, WRONG_SIGNAL];
