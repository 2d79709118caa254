/** What to make. */
export interface ResponseParams {
  /** How many tokens it may have. */
  max_tokens?: number;
  instructions?: string;
}
/** Make something. */
export interface CreateEvent {
  type: 'response.create';
  response: ResponseParams;
}
export interface CancelEvent {
  type: 'response.cancel';
}
export type ClientEvent = CreateEvent | CancelEvent;
