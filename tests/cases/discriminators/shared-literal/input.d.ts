/** One literal of the tag belongs to two members, which their required keys tell apart. */
export interface TextDelta {
  type: 'delta';
  text: string;
}
export interface AudioDelta {
  type: 'delta';
  audio: string;
}
export interface Done {
  type: 'done' | 'cancelled';
  reason?: string;
}
export interface Failed {
  type: 'failed' | 'broken';
  error: { code: number };
}
export type Event = TextDelta | AudioDelta | Done | Failed;
