// A protocol whose messages have their kind and their number in a header.
export interface SetMessage { header: { op: "set"; id?: string }; settings: Settings }
export interface AskMessage { header: { op: "ask"; id?: string }; question: string }
export interface HangUpMessage { header: { op: "bye"; id?: string } }
export type ClientMessage = SetMessage | AskMessage | HangUpMessage;
export interface Settings { voice?: string | null; speed?: number; output?: { rate?: number; format?: string } }
export interface IsSetMessage { header: { op: "is_set"; ref?: string }; settings: Settings }
export interface PieceMessage { header: { op: "piece"; ref?: string }; item: { id: string }; text: string }
export interface DoneMessage { header: { op: "done"; ref?: string }; item: { id: string; text: string }; usage?: { words: number } }
export interface OopsMessage { header: { op: "oops"; ref?: string }; why: string }
export type ServerMessage = IsSetMessage | PieceMessage | DoneMessage | OopsMessage;
