export type Voice = 'alloy' | 'cedar';
export interface Session { id: string; model_name: string; speed: string; voice: Voice; note: string; region: string; place?: string | null }
export interface Update { type: 'update'; session: Session }
export interface Halt { type: 'halt' }
export interface Updated { type: 'updated'; session: Session }
export interface Stopped { type: 'stopped' }
export type ClientEvent = Update | Halt;
export type ServerEvent = Updated | Stopped;
