/** A small protocol: two sides, a nested union, everything that can misfit. */
export interface SessionUpdate {
  type: 'session.update';
  event_id?: string;
  session: Session;
}
export interface AudioAppend {
  type: 'audio.append';
  audio: string;
}
export interface SessionCreated {
  type: 'session.created';
  event_id: string;
  session: Session;
}
export interface ResponseDone {
  type: 'response.done';
  event_id: string;
  response: Response;
}
export interface TextDelta {
  type: 'response.output_text.delta';
  event_id: string;
  delta: string;
}
export interface Session {
  model?: 'small' | 'large';
  voice?: string;
  turn_detection?: TurnDetection | null;
  metadata?: { [key: string]: string };
}
export interface TurnDetection {
  threshold?: number;
}
export interface Response {
  status: 'completed' | 'cancelled';
  usage?: { total_tokens: number };
  output?: Array<Message | Call>;
}
export interface Message {
  type: 'message';
  content: string[];
}
export interface Call {
  type: 'call';
  name: string;
  arguments?: string;
}
export type ClientEvent = SessionUpdate | AudioAppend;
export type ServerEvent = SessionCreated | ResponseDone | TextDelta;
