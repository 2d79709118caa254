/** Families with a tag of their own each: no tag tells most of the members apart. */
export interface On0 { k0: 'on'; a0: string }
export interface Off0 { k0: 'off'; b0: string }
export interface On1 { k1: 'on'; a1: string }
export interface Off1 { k1: 'off'; b1: string }
export interface On2 { k2: true; n: number }
export interface Off2 { k2: false; n: number }
export interface Free { text: string }
export type Family = On0 | Off0 | On1 | Off1 | On2 | Off2 | Free;
export interface Message { type: 'message'; family: Family }
