import type { RuleCode } from '../domain/finding';

/** A rule for tools that show results of many (docs/rules has the whole page of each). */
export interface RuleText {
  /** Pascal case, as tools show it beside the code. */
  readonly name: string;
  /** One sentence. */
  readonly short: string;
  readonly help: string;
}

export const RULE_TEXTS: Readonly<Record<RuleCode, RuleText>> = {
  'ATTR-001': {
    name: 'KeysDisappear',
    short: 'Attribution keys disappear at a span.',
    help: 'A span lacks keys that its parent still has. Look at this break point, not at the spans below it; the cause says what to do.',
  },
  'ATTR-002': {
    name: 'WrongValue',
    short: 'A span carries the wrong value.',
    help: 'Look for what is shared between datapoints: a context that is attached and never detached, a worker that is reused.',
  },
  'ATTR-003': {
    name: 'NoId',
    short: 'An attribution attribute holds no id.',
    help: 'Write the attribute only when the id is known. Look for text formatting of a missing value where it is set.',
  },
  'ATTR-004': {
    name: 'NothingSaysTheValue',
    short: 'A key is required and nothing says its value.',
    help: 'Give run, dataset and datapoint together, when the session or the root span starts.',
  },
  'ATTR-005': {
    name: 'LateAttach',
    short: 'Keys were attached after the root span had started.',
    help: 'Attach the baggage before starting the root span, or start the root span inside the block that sets it.',
  },
  'TREE-001': {
    name: 'ParentNeverArrived',
    short: 'The parent never arrived.',
    help: 'Find out why the parent span was not exported: sampling, a filter, a process that ended too early.',
  },
  'TREE-002': {
    name: 'Cycle',
    short: 'Spans are each other’s ancestors.',
    help: 'Look at where the client sets parent ids by itself.',
  },
  'TREE-003': {
    name: 'OwnParent',
    short: 'A span is its own parent.',
    help: 'Look at where the client sets parent ids by itself.',
  },
  'TREE-004': {
    name: 'DifferentRepeat',
    short: 'The same span arrived with different contents.',
    help: 'Export spans once, when they have ended. If both contents are complete and different, look for ids that are drawn alike.',
  },
  'CUST-001': {
    name: 'KeysNotPreserved',
    short: 'Sent keys are not stored as the contract says.',
    help: 'Open a listed span: its ledger says for every key where it went and by which rule.',
  },
  'SESS-001': {
    name: 'SessionWithoutIds',
    short: 'The session’s record has no ids, its spans have.',
    help: 'Check that the start of the session was answered with 200 and that the client’s last update of it was sent.',
  },
  'SESS-002': {
    name: 'SessionWithoutSpans',
    short: 'The run is completed, and no span of the session arrived.',
    help: 'Look for refused exports of that time among the deliveries of the project, and in the log of the client.',
  },
};

export const REGRESSION_CODE = 'REGRESSION';

export const REGRESSION_TEXT: RuleText = {
  name: 'AttributionRegression',
  short: 'A key that was right at a place in the baseline is missing or wrong there in the candidate.',
  help: 'Compare the example spans of both runs at this place. A confirmed regression is not chance; of a suspected one, repeat the run first.',
};
