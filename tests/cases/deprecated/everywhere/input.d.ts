/** @deprecated Use {@link New}. */
export interface Old {
  id: string;
}
/**
 * Still fine.
 *
 * @see https://example.com
 */
export interface New {
  /**
   * The old way.
   *
   * @deprecated use `fresh`
   * instead, please.
   */
  stale?: string;
  /** @deprecated */
  bare?: number;
  /**
   * @default 'x'
   * @example { "fresh": "y" }
   */
  fresh: string;
}
/** @deprecated Gone soon. */
export type Kind = 'a' | 'b';
/** @deprecated */
export declare enum Level {
  /** @deprecated Too low. */
  Low = 'low',
  High = 'high',
}
