/** `type` tells messages from calls, then `role` tells the messages apart. */
export interface SystemMessage {
  type: 'message';
  role: 'system';
  content: Array<{ type: 'input_text'; text: string }>;
}
export interface UserMessage {
  type: 'message';
  role: 'user';
  content: Array<InputContent>;
}
export interface AssistantMessage {
  type: 'message';
  role: 'assistant';
  content: string;
}
export interface Call {
  type: 'call';
  name: string;
}
export type InputContent = { type: 'input_text'; text: string } | { type: 'input_audio'; audio: string | null };
export type Message = SystemMessage | UserMessage | AssistantMessage;
export type Item = Message | Call;
export interface Created {
  item: Item;
}
