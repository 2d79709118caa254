export interface Expr { expr: string }
export interface Signal { signal: string }
export interface Base { overlap?: boolean | 'parity' | Expr | Signal; one: Expr | null }
/** The same union written in another order is the same type: no member is both. */
export type Both = Base & { overlap?: Signal | 'parity' | Expr | true | false; one: null | Expr };
export type Mixed = (Expr | Signal) & (Signal | { other: number });
