export interface Options { audio_format?: string; sample_rate?: number; silent?: boolean }
export interface Started { type: 'started'; options?: Options }
export interface Ended { type: 'ended' }
export type ServerEvent = Started | Ended;
