export interface Timer { type: 'timer'; label: string; delay_ms: number }
export interface Done { type: 'done'; id: string }
export type ServerEvent = Timer | Done;
