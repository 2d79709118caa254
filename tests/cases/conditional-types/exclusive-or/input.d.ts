type Without<T, U> = { [P in Exclude<keyof T, keyof U>]?: never };
type XOR<T, U> = T | U extends object ? (Without<T, U> & U) | (Without<U, T> & T) : T | U;
type OneOf<T extends any[]> = T extends [infer Only]
  ? Only
  : T extends [infer A, infer B, ...infer Rest]
    ? OneOf<[XOR<A, B>, ...Rest]>
    : never;

export interface Card { number: string; holder?: string }
export interface Transfer { iban: string; holder?: string }
export interface Voucher { code: string }
export interface Payment {
  method: OneOf<[Card, Transfer, Voucher]>;
  inline: OneOf<[{ type: 'near'; at: { x: number } }, { type: 'far'; name?: string }]>;
  one: XOR<{ text: string }, { blocks: string[] }>;
  plain: XOR<string, number>;
}
