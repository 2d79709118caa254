export namespace CreateEvent {
  /** What to make. */
  export interface Response {
    /** How many tokens it may have. */
    max_response_tokens?: number;
    instructions?: string;
  }
}
/** Make something. */
export interface CreateEvent {
  type: 'response.create';
  response: CreateEvent.Response;
}
export interface CancelEvent {
  type: 'response.cancel';
}
export type ClientEvent = CreateEvent | CancelEvent;
