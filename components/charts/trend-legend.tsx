import { seriesStyle } from './series-styles';

/** Which line is which; drawn before the chart itself has arrived. */
export function TrendLegend({ series }: { readonly series: readonly string[] }) {
  return (
    <ul className="mr-auto flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-muted">
      {series.map((name, index) => {
        const { radius, ...style } = seriesStyle(index);
        return (
          <li key={name} className="flex items-center gap-1.5 font-mono">
            <svg aria-hidden width="26" height="10" viewBox="0 0 26 10">
              <line x1="1" x2="25" y1="5" y2="5" {...style} />
              <circle cx="13" cy="5" r={radius} fill={style.stroke} />
            </svg>
            {name}
          </li>
        );
      })}
    </ul>
  );
}
