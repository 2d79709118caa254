// A part of a protocol between an editor and a debugger, in the way of the Debug Adapter
// Protocol: all messages are counted, and what answers one names its number.

/** Asks what the debugger can do. */
export interface InitializeRequest {
  command: 'initialize';
  type: 'request';
  /** The number of this message. */
  seq: number;
  arguments?: { clientID?: string; linesStartAt1?: boolean };
}

/** Starts the program. */
export interface LaunchRequest {
  command: 'launch';
  type: 'request';
  seq: number;
  arguments: { program: string };
}

/** Asks for the value of an expression. */
export interface EvaluateRequest {
  command: 'evaluate';
  type: 'request';
  seq: number;
  arguments: { expression: string };
}

export type ClientMessage = InitializeRequest | LaunchRequest | EvaluateRequest;

/** The answer to a request, good or bad. */
export interface Response {
  type: 'response';
  seq: number;
  /** The number of the request. */
  request_seq: number;
  command: string;
  success: boolean;
  /** Why it failed. */
  message?: string;
  body?: { result?: string };
}

/** Something happened by itself. */
export interface Event {
  type: 'event';
  seq: number;
  event: 'initialized' | 'stopped' | 'output' | 'terminated';
  /** What the program prints. */
  output?: string;
}

export type AdapterMessage = Response | Event;
