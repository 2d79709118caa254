export type Json = string | null | Json[] | { [key: string]: Json };

export type Link = ('a' | 'c') | Link[];

export type Value = string | null | Value[] | { [key: string]: Value };

export interface Told {
  type: 'told';
  json: Json;
  chain: Link;
  other: Value;
}

export interface Done {
  type: 'done';
}

export type ServerEvent = Told | Done;
