export interface ModelSpeechChunk { type: 'model_speech.chunk'; message_id: string; speech: string; part_position: number; last: boolean }
export interface ModelWordChunk { type: 'model_word.chunk'; message_id: string; words: string; part_position: number; last: boolean }
export type ServerEvent = ModelSpeechChunk | ModelWordChunk;
