export interface M { reply?: M; x: 1 }
export type R = M & { reply: undefined };
