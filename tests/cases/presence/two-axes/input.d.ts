/** Presence and null are two axes. */
export interface Presence {
  required: string;
  nullable: string | null;
  optional?: string;
  both?: string | null;
  undef: string | undefined;
  undefNull: string | null | undefined;
  optionalUndef?: string | undefined;
  unknown: unknown;
  optionalUnknown?: unknown;
  nullOnly: null;
  optionalNull?: null;
}
export type Undef = Partial<Record<'a' | 'b', string | null>>;
