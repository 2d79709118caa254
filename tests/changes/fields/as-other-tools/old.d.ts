export type Voice = 'alloy' | 'echo';
export interface Session { id: string; model: string; speed: number; voice: Voice; note?: string; place?: string }
export interface Update { type: 'update'; session: Session }
export interface Stop { type: 'stop' }
export interface Updated { type: 'updated'; session: Session }
export interface Stopped { type: 'stopped' }
export type ClientEvent = Update | Stop;
export type ServerEvent = Updated | Stopped;
