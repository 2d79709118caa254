export type Json = string | null | Json[] | { [key: string]: Json };

export type Chain = ('a' | 'b') | Chain[];

export interface Told {
  type: 'told';
  json: Json;
  chain: Chain;
  other: Json;
}

export interface Done {
  type: 'done';
}

export type ServerEvent = Told | Done;
