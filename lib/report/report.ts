import type { ComparedDatapointDto, ComparedRun, ComparisonDto } from '../contracts/compare';
import type { LocatedFindingDto } from '../contracts/finding';
import type { Exemplar } from '../contracts/snapshots';
import type { MergedTree } from '../contracts/structure';

/** All that a report may tell, whatever its format: a comparison, a gate, or both. Values are already redacted. */
export interface Report {
  readonly title: string;
  readonly project: string;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly tool: { readonly name: string; readonly version: string };
  /** Equal for reports on the same data, judged by the same contract (see SnapshotContents). */
  readonly inputsHash?: string;
  readonly run: ComparedRun;
  /** null for a gate without a baseline. */
  readonly comparison: ComparisonDto | null;
  /** Of the candidate, worst first. */
  readonly findings: readonly LocatedFindingDto[];
  readonly findingCount: number;
  readonly tree: MergedTree | null;
  /** Most newly missing first. */
  readonly datapoints: readonly ComparedDatapointDto[];
  readonly datapointCount: number;
  readonly exemplars: readonly Exemplar[];
  /** null when nothing was redacted on purpose. */
  readonly redaction: { readonly patterns: readonly string[]; readonly replaced: number } | null;
  /** Of a gate; empty for a plain comparison. */
  readonly checks: readonly GateCheck[];
  readonly links: {
    /** The live comparison or run, absolute; null when the address of the server is not known. */
    readonly live: string | null;
    /** The frozen comparison. */
    readonly shared: string | null;
  };
}

/** One condition of a gate. */
export interface GateCheck {
  /** Stable, e.g. `min:run_id`, `fail-on:new`. */
  readonly id: string;
  /** e.g. `run_id on at least 100 % of spans`. */
  readonly name: string;
  /** `skipped`: it could not be judged, and the text says why. */
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** What was found, one sentence. */
  readonly text: string;
}
