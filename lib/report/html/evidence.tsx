/** @jsxImportSource preact */
import type { LocatedFindingDto } from '../../contracts/finding';
import type { Exemplar } from '../../contracts/snapshots';
import { countOf, formatCount } from '../format-numbers';
import { SeverityMark } from './mark';
import { Name, proseOf, Value } from './texts';

interface FindingsProps {
  readonly findings: readonly LocatedFindingDto[];
  readonly findingCount: number;
}

/** What the audit found in the candidate, with all it rests on. */
export function Findings({ findings, findingCount }: FindingsProps) {
  if (findings.length === 0) return null;
  return (
    <section aria-labelledby="findings">
      <h2 id="findings">Findings</h2>
      {findings.map((finding) => (
        <Finding finding={finding} />
      ))}
      {findingCount > findings.length && (
        <p>{countOf(findingCount - findings.length, 'more finding')} not listed here.</p>
      )}
    </section>
  );
}

function Finding({ finding }: { readonly finding: LocatedFindingDto }) {
  const { severity, rule, title, span, parent, size, keys, expected, observed, cause, evidence, advice } = finding;
  const valued = [...new Set([...Object.keys(expected), ...Object.keys(observed)])];
  return (
    <article class="finding">
      <h3>
        <SeverityMark severity={severity} /> {proseOf(title)}
      </h3>
      <dl class="facts">
        <dt>Rule</dt>
        <dd>
          {rule}, {formatCount(size)} affected
        </dd>
        {keys.length > 0 && (
          <>
            <dt>Keys</dt>
            <dd>
              <Names names={keys} />
            </dd>
          </>
        )}
        {span !== null && (
          <>
            <dt>Span</dt>
            <dd>
              <Name text={span.name} /> (<Name text={span.spanId} /> of trace <Name text={span.traceId} />
              {parent !== null && (
                <>
                  , below <Name text={parent.name} />
                </>
              )}
              )
            </dd>
          </>
        )}
        <dt>Session</dt>
        <dd>
          <Name text={finding.sessionId} />
          {finding.datapointId !== null && (
            <>
              , datapoint <Name text={finding.datapointId} />
            </>
          )}
        </dd>
        {valued.map((key) => (
          <>
            <dt>
              <Name text={key} />
            </dt>
            <dd>
              expected <Found value={ownValue(expected, key)} />, found <Found value={ownValue(observed, key)} />
            </dd>
          </>
        ))}
        <dt>Cause</dt>
        <dd>
          {proseOf(cause.text)} <span class="muted">({cause.confidence} confidence)</span>
        </dd>
        <dt>What to do</dt>
        <dd>{proseOf(advice)}</dd>
      </dl>
      {evidence.length > 0 && (
        <ul>
          {evidence.map((line) => (
            <li>{proseOf(line)}</li>
          ))}
        </ul>
      )}
    </article>
  );
}

/** A key may be called like something that every object has. */
function ownValue(values: Readonly<Record<string, string | null>>, key: string): string | null {
  return Object.hasOwn(values, key) ? (values[key] ?? null) : null;
}

function Found({ value }: { readonly value: string | null }) {
  return value === null ? <span class="muted">nothing</span> : <Name text={value} />;
}

function Names({ names }: { readonly names: readonly string[] }) {
  return (
    <>
      {names.map((name, i) => (
        <>
          {i > 0 && ', '}
          <Name text={name} />
        </>
      ))}
    </>
  );
}

/** Spans that show a regression, with what was sent and what was stored. */
export function Exemplars({ exemplars }: { readonly exemplars: readonly Exemplar[] }) {
  if (exemplars.length === 0) return null;
  return (
    <section aria-labelledby="examples">
      <h2 id="examples">Examples</h2>
      {exemplars.map((exemplar) => (
        <ExemplarCard exemplar={exemplar} />
      ))}
    </section>
  );
}

function ExemplarCard({ exemplar }: { readonly exemplar: Exemplar }) {
  const { side, key, text, sessionId, datapointId, traceId, spanId, name, values } = exemplar;
  return (
    <article class="exemplar">
      <h3>
        {side === 'base' ? 'Baseline' : 'Candidate'}: <Name text={key} /> at <Name text={text} />
      </h3>
      <p>
        Span <Name text={name} /> (<Name text={spanId} /> of trace <Name text={traceId} />
        ), session <Name text={sessionId} />
        {datapointId !== null && (
          <>
            , datapoint <Name text={datapointId} />
          </>
        )}
        .
      </p>
      <dl class="facts">
        {values.map((shown) => (
          <>
            <dt>
              <Name text={shown.key} />
            </dt>
            <dd>
              <span class="muted">sent</span> {shown.sent === null ? 'nothing' : <Value text={shown.sent} />}
              {shown.stored.length === 0 && (
                <>
                  <span class="muted">stored</span> nowhere
                </>
              )}
              {shown.stored.map(({ path, value }) => (
                <div>
                  <span class="muted">stored at</span> <Name text={path} /> <Value text={value} />
                </div>
              ))}
            </dd>
          </>
        ))}
      </dl>
    </article>
  );
}
