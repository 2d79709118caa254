export interface SpeechChunk { type: 'speech.chunk'; message_id: string; bytes: string; position: number }
export interface WordChunk { type: 'word.chunk'; message_id: string; bytes: string; position: number }
export type ServerEvent = SpeechChunk | WordChunk;
