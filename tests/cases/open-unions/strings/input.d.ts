export type Model = (string & {}) | 'gpt-realtime' | 'gpt-audio';
export interface Session {
  model: Model;
  voice?: (string & {}) | 'alloy' | null;
  other: string | 'listed';
  record: (string & Record<never, never>) | 'a';
  max: number | 'inf';
  open_number?: (number & {}) | 1 | 2;
}
