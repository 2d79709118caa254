export interface Started {
  type: 'started';
  id: string;
}
export interface Delta {
  type: 'delta';
  delta: string;
}
export interface Done {
  type: 'done';
  usage?: { total: number } | null;
}
/** What the server sends. */
export type ServerEvent = Started | Delta | Done;
