export interface Options { silent?: boolean }
export interface Started { type: 'started'; options?: Options; audio_format?: string; sample_rate?: number }
export interface Ended { type: 'ended' }
export type ServerEvent = Started | Ended;
