export interface Frozen {
  readonly id: string;
  readonly list: readonly string[];
  readonly map: { readonly [key: string]: readonly number[] };
  readonly optional?: Readonly<{ x: number }>;
  readonly tuple: readonly [string, ...readonly number[]];
  readonly array: ReadonlyArray<ReadonlyArray<boolean>>;
}
