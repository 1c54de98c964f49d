/**
 * What events of two runs, or of two datapoints, are alike by: type and name. All sessions are of one kind, because a
 * client names them after their run.
 */
export function eventKind({
  event_type,
  event_name,
}: {
  readonly event_type: string;
  readonly event_name: string;
}): readonly [type: string, name: string | null] {
  return [event_type, event_type === 'session' ? null : event_name];
}
